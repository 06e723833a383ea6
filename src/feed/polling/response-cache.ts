import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { POLICY } from '../../config/policy';
import type { PolledRoute } from './polled-routes';

/** A body as it is sent, with the headers that belong to it. */
export interface CachedBody {
  bytes: Buffer;
  headers: Readonly<Record<string, string | string[]>>;
}

interface Entry {
  tag: string;
  headers: CachedBody['headers'];
  plain: CachedBody;
  /** Compressed at the first request that accepts it. */
  gzip?: CachedBody;
}

/** Smaller bodies are sent uncompressed: gzip would save less than its headers cost. */
const MIN_GZIP_BYTES = 1_400;

/** The latest bodies of polled requests. The least recently used ones are dropped at `POLICY.bodiesKeptBytes`. */
@Injectable()
export class ResponseCache {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  /**
   * The body of a request, compressed where the client accepts gzip. Routes with a strong tag are never compressed,
   * because their tag identifies these bytes.
   * @returns undefined where no body with this tag is stored.
   */
  get(
    key: string,
    tag: string,
    { resource }: PolledRoute,
    acceptEncoding = '',
  ): CachedBody | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.tag !== tag) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    const small = entry.plain.bytes.length < MIN_GZIP_BYTES;
    if (small || resource !== undefined || !/\bgzip\b/.test(acceptEncoding)) return entry.plain;
    entry.gzip ??= bodyOf(gzipSync(entry.plain.bytes), entry.headers, 'gzip');
    return entry.gzip;
  }

  /** @param headers the headers of the handler, sent with the body each time. */
  set(key: string, tag: string, headers: CachedBody['headers'], text: string): void {
    const plain = bodyOf(Buffer.from(text), headers);
    this.delete(key);
    if (plain.bytes.length > POLICY.bodyKeptBytes) return;
    this.entries.set(key, { tag, headers, plain });
    this.bytes += plain.bytes.length;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= POLICY.bodiesKeptBytes) break;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.bytes -= entry.plain.bytes.length;
  }
}

function bodyOf(bytes: Buffer, headers: CachedBody['headers'], encoding?: string): CachedBody {
  const coded = encoding === undefined ? {} : { 'content-encoding': encoding };
  return { bytes, headers: { ...headers, 'content-length': String(bytes.length), ...coded } };
}
