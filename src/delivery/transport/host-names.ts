import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Clock } from '../../base/clock';
import { errorCode } from '../../base/guards';
import {
  parseHosts,
  parseSearchList,
  type SearchList,
  WatchedFile,
  withoutFinalDot,
} from './system-files';

/** A host name without an address, or whose DNS servers do not answer. */
class UnresolvedName extends Error {
  override readonly name = 'UnresolvedName';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface HostNamesOptions {
  clock: Clock;
  /** Limit of a whole look-up. */
  lookupTimeoutMs: number;
  hostsFile?: string;
  /** The resolver configuration: DNS servers and search domains. */
  resolverFile?: string;
  /** DNS servers, as `address:port`, in place of those of the system. */
  servers?: readonly string[];
}

const WINDOWS = process.platform === 'win32';
const HOSTS_FILE = WINDOWS ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
const RESOLVER_FILE = '/etc/resolv.conf';

/** The wait for one answer of one server; c-ares adapts it to the server and doubles it with each try. */
const SERVER_TIMEOUT_MS = 1_000;
const TRIES = 4;
/** No answer is kept longer, whatever its TTL. */
const LONGEST_KEPT_MS = 3_600_000;
/** How long a failure is kept: not longer than the first wait of the retry schedule. */
const FAILURE_KEPT_MS = 5_000;
const NAMES_KEPT = 10_000;
/** DNS answers that say that a name does not exist or has no address of that family. */
const ABSENT: readonly string[] = ['ENOTFOUND', 'ENODATA'];

/** What one look-up found, for a time. Instants are epoch milliseconds. */
interface Kept {
  answer: readonly string[] | UnresolvedName;
  from: number;
  /** Exclusive. */
  until: number;
}

interface Found {
  addresses: readonly string[];
  keptMs: number;
}

/**
 * Resolves host names by the hosts file and DNS. It never uses the thread pool of the process, which `dns.lookup` occupies
 * until the DNS servers answer. Several requests for one name share a look-up, and an answer is kept for its TTL.
 */
export class HostNames {
  private readonly hosts: WatchedFile<ReturnType<typeof parseHosts>>;
  private readonly searchList: WatchedFile<SearchList>;
  private readonly kept = new Map<string, Kept>();
  private readonly running = new Map<string, Promise<readonly string[]>>();
  private resolver: { of: SearchList; dns: Resolver } | undefined;

  constructor(private readonly options: HostNamesOptions) {
    this.hosts = new WatchedFile(options.hostsFile ?? HOSTS_FILE, parseHosts);
    this.searchList = new WatchedFile(options.resolverFile ?? RESOLVER_FILE, parseSearchList);
  }

  /**
   * All addresses of a host name, IPv4 before IPv6; an address is its own answer.
   * @throws UnresolvedName, within `lookupTimeoutMs`.
   */
  async addresses(hostname: string): Promise<readonly string[]> {
    if (isIP(hostname) !== 0) return [hostname];
    const name = hostname.toLowerCase();
    const relative = withoutFinalDot(name);
    const listed = this.hosts.get().get(relative);
    if (listed !== undefined) return listed;
    // RFC 6761, 6.3: these names are never asked of DNS.
    if (relative === 'localhost' || relative.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const known = this.keptAnswer(name);
    if (known instanceof UnresolvedName) throw known;
    if (known !== undefined) return known;
    let lookup = this.running.get(name);
    if (lookup === undefined) {
      lookup = this.lookUp(name).finally(() => this.running.delete(name));
      this.running.set(name, lookup);
    }
    return lookup;
  }

  private keptAnswer(name: string): Kept['answer'] | undefined {
    const kept = this.kept.get(name);
    if (kept === undefined) return undefined;
    const now = this.options.clock.now();
    // The clock may have been set back.
    if (now >= kept.from && now < kept.until) return kept.answer;
    this.kept.delete(name);
    return undefined;
  }

  private async lookUp(name: string): Promise<readonly string[]> {
    try {
      const { addresses, keptMs } = await this.search(name);
      this.keep(name, addresses, keptMs);
      return addresses;
    } catch (error) {
      const code = errorCode(error) ?? 'ESERVFAIL';
      const failure =
        error instanceof UnresolvedName
          ? error
          : new UnresolvedName(code, `DNS could not resolve the name ${name}`);
      this.keep(name, failure, FAILURE_KEPT_MS);
      throw failure;
    }
  }

  private keep(name: string, answer: Kept['answer'], milliseconds: number): void {
    const from = this.options.clock.now();
    this.kept.delete(name);
    this.kept.set(name, { answer, from, until: from + milliseconds });
    const [oldest] = this.kept.keys();
    if (this.kept.size > NAMES_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  /** Tries the name with the search domains, like the system. The first with an address counts. */
  private async search(name: string): Promise<Found> {
    const searchList = this.searchList.get();
    const dns = this.resolverOf(searchList);
    const { lookupTimeoutMs } = this.options;
    let failure: unknown;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), lookupTimeoutMs);
    });
    try {
      for (const candidate of candidates(name, searchList)) {
        const found = await this.ask(dns, candidate, limit);
        if (found === undefined) {
          throw new UnresolvedName(
            'ETIMEOUT',
            `no DNS server answered for ${name} within ${lookupTimeoutMs} ms`,
          );
        }
        if ('addresses' in found) return found;
        failure ??= found.failure;
      }
    } finally {
      clearTimeout(timer);
    }
    if (failure !== undefined) throw failure;
    throw new UnresolvedName('ENOTFOUND', `the name ${name} has no address`);
  }

  /**
   * Queries the addresses of both families.
   * @returns the addresses, or the failure; neither if the name has no address. Undefined if both queries were still
   * unanswered at the time limit.
   */
  private async ask(
    dns: Resolver,
    name: string,
    limit: Promise<undefined>,
  ): Promise<Found | { failure: unknown } | undefined> {
    const query = (records: Promise<{ address: string; ttl: number }[]>) =>
      records.then(
        (answers) => ({ answers, failure: undefined }),
        (error: unknown) => ({
          answers: [],
          failure: ABSENT.includes(errorCode(error) ?? '') ? undefined : error,
        }),
      );
    const queries = [
      query(dns.resolve4(name, { ttl: true })),
      query(dns.resolve6(name, { ttl: true })),
    ];
    const answered = await Promise.all(queries.map((each) => Promise.race([each, limit])));
    const records = answered.flatMap((each) => each?.answers ?? []);
    if (records.length > 0) {
      const seconds = Math.min(...records.map(({ ttl }) => ttl));
      return {
        addresses: records.map(({ address }) => address),
        keptMs: Math.min(seconds * 1_000, LONGEST_KEPT_MS),
      };
    }
    if (answered.includes(undefined)) return undefined;
    return { failure: answered.find((each) => each?.failure !== undefined)?.failure };
  }

  /** A new one when the resolver configuration has changed: c-ares reads it only at its start. */
  private resolverOf(searchList: SearchList): Resolver {
    if (this.resolver?.of !== searchList) {
      const dns = new Resolver({ timeout: SERVER_TIMEOUT_MS, tries: TRIES });
      if (this.options.servers !== undefined) dns.setServers(this.options.servers);
      this.resolver = { of: searchList, dns };
    }
    return this.resolver.dns;
  }
}

/** The absolute names to ask for, in order (resolv.conf(5), `search` and `ndots`). */
function candidates(name: string, { domains, dots }: SearchList): string[] {
  if (name.endsWith('.')) return [name];
  const searched = domains.map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 >= dots ? [name, ...searched] : [...searched, name];
}
