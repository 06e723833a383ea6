import { gzipSync } from 'node:zlib';
import { POLICY } from '../../config/policy';

export interface KeptBody {
  tag: string;
  type: string;
  plain: Buffer;
  /** Made when somebody first takes it. */
  gzip?: Buffer;
}

/** Below this many bytes compressing gains less than its headers cost. */
const WORTH_COMPRESSING = 1_400;

/** The last answers as bytes, so that the second dashboard on the wall costs a copy; the oldest go first. */
export class KeptBodies {
  private readonly bodies = new Map<string, KeptBody>();
  private bytes = 0;

  /** @returns undefined where there is none, or one of another version. */
  take(key: string, tag: string): KeptBody | undefined {
    const body = this.bodies.get(key);
    if (body === undefined || body.tag !== tag) return undefined;
    this.bodies.delete(key);
    this.bodies.set(key, body);
    return body;
  }

  keep(key: string, tag: string, type: string, text: string): void {
    const plain = Buffer.from(text);
    this.forget(key);
    if (plain.length > POLICY.bodyKeptBytes) return;
    this.bodies.set(key, { tag, type, plain });
    this.bytes += plain.length;
    for (const oldest of this.bodies.keys()) {
      if (this.bytes <= POLICY.bodiesKeptBytes) break;
      this.forget(oldest);
    }
  }

  /** The bytes for a client that takes gzip, or not. */
  bytesOf(body: KeptBody, takesGzip: boolean): { bytes: Buffer; encoding: string | undefined } {
    if (!takesGzip || body.plain.length < WORTH_COMPRESSING) {
      return { bytes: body.plain, encoding: undefined };
    }
    body.gzip ??= gzipSync(body.plain);
    return { bytes: body.gzip, encoding: 'gzip' };
  }

  private forget(key: string): void {
    const body = this.bodies.get(key);
    if (body === undefined) return;
    this.bodies.delete(key);
    this.bytes -= body.plain.length;
  }
}
