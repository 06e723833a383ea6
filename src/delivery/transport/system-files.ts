import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** The hosts file: lower-case name to addresses, in the order of the file. */
type Hosts = ReadonlyMap<string, readonly string[]>;

/** What a resolver configuration (resolv.conf) says about names that are not absolute. */
export interface SearchList {
  /** Domains that are appended in turn. */
  domains: readonly string[];
  /** A name with at least this many dots is tried as it is before the domains are appended. */
  dots: number;
}

/** A text file that is read again when it has changed. A file that is missing or unreadable counts as empty. */
export class WatchedFile<T> {
  private version: string | undefined;
  private value: T;

  constructor(
    private readonly path: string,
    private readonly parse: (text: string) => T,
  ) {
    this.value = parse('');
  }

  /**
   * The content now; the same object until the file changes. Synchronous, because asynchronous file access waits for the
   * thread pool of the process. One `stat` takes some microseconds.
   */
  get(): T {
    const version = this.versionNow();
    if (version !== this.version) {
      this.version = version;
      this.value = this.parse(this.text());
    }
    return this.value;
  }

  private versionNow(): string {
    try {
      const { mtimeMs, ctimeMs, size, ino } = statSync(this.path);
      return [mtimeMs, ctimeMs, size, ino].join(' ');
    } catch {
      return '';
    }
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch {
      return '';
    }
  }
}

/** Reads lines of an address and its names (hosts(5)). Ignores lines that do not begin with an address. */
export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, string[]>();
  for (const [address = '', ...names] of fieldsOf(text, /#.*$/)) {
    if (isIP(address) === 0) continue;
    for (const name of names.map((each) => each.toLowerCase())) {
      const own = hosts.get(name) ?? [];
      if (!own.includes(address)) hosts.set(name, [...own, address]);
    }
  }
  return hosts;
}

/** Reads `search`, `domain` and `options ndots:n` (resolv.conf(5)); the last of the first two is in force. */
export function parseSearchList(text: string): SearchList {
  let domains: readonly string[] = [];
  let dots = 1;
  for (const [key, ...values] of fieldsOf(text, /[#;].*$/)) {
    if (key === 'search') domains = values.map(withoutFinalDot);
    if (key === 'domain') domains = values.slice(0, 1).map(withoutFinalDot);
    if (key !== 'options') continue;
    const given = values.findLast((value) => /^ndots:\d+$/.test(value));
    if (given !== undefined) dots = Math.min(15, Number(given.slice('ndots:'.length)));
  }
  return { domains: domains.filter((domain) => domain !== ''), dots };
}

export function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function fieldsOf(text: string, comment: RegExp): string[][] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(comment, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
}
