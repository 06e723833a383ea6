import { gzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { POLICY } from '../../config/policy';
import type { PolledRoute } from './polled-routes';

/** Bytes as they are sent, with the headers that speak of them. */
export interface CachedBody {
  bytes: Buffer;
  headers: Readonly<Record<string, string | string[]>>;
}

interface Kept {
  tag: string;
  headers: CachedBody['headers'];
  plain: CachedBody;
  /** Made when somebody first takes it. */
  gzip?: CachedBody;
}

/** Below this many bytes compressing gains less than its headers cost. */
const WORTH_COMPRESSING = 1_400;

/** The last answers as bytes, so that the second dashboard on the wall costs a copy; the oldest go first. */
@Injectable()
export class ResponseCache {
  private readonly bodies = new Map<string, Kept>();
  private bytes = 0;

  /**
   * For a client that takes gzip, or not: one resource is never compressed, since its strong tag means these bytes.
   * @returns undefined where there is none, or one of another version.
   */
  take(key: string, tag: string, { resource }: PolledRoute, accepts = ''): CachedBody | undefined {
    const kept = this.bodies.get(key);
    if (kept === undefined || kept.tag !== tag) return undefined;
    this.bodies.delete(key);
    this.bodies.set(key, kept);
    const small = kept.plain.bytes.length < WORTH_COMPRESSING;
    if (small || resource !== undefined || !/\bgzip\b/.test(accepts)) return kept.plain;
    kept.gzip ??= body(gzipSync(kept.plain.bytes), kept.headers, 'gzip');
    return kept.gzip;
  }

  /** @param headers all that the handler set, to be sent with the bytes each time. */
  keep(key: string, tag: string, headers: CachedBody['headers'], text: string): void {
    const plain = body(Buffer.from(text), headers);
    this.forget(key);
    if (plain.bytes.length > POLICY.bodyKeptBytes) return;
    this.bodies.set(key, { tag, headers, plain });
    this.bytes += plain.bytes.length;
    for (const oldest of this.bodies.keys()) {
      if (this.bytes <= POLICY.bodiesKeptBytes) break;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const kept = this.bodies.get(key);
    if (kept === undefined) return;
    this.bodies.delete(key);
    this.bytes -= kept.plain.bytes.length;
  }
}

function body(bytes: Buffer, headers: CachedBody['headers'], encoding?: string): CachedBody {
  const coded = encoding === undefined ? {} : { 'content-encoding': encoding };
  return { bytes, headers: { ...headers, 'content-length': String(bytes.length), ...coded } };
}
