import { type FileHandle, open, unlink } from 'node:fs/promises';
import { POLICY } from '../config/policy';

/** Bytes that are read from a file at a time. */
const READ_BYTES = 64_000;

/** What the files of all spools hold. */
export class SpooledBytes {
  total = 0;
}

/**
 * An answer between a worker and its reader: taken as fast as it comes, so that the worker is free, and given as fast as
 * it is read. What waits is kept in memory, and beyond `POLICY.spooledMemoryBytes` in a file without a name. When all
 * files together are full, taking waits for the reader.
 */
export class Spool {
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private file: FileHandle | undefined;
  private written = 0;
  private read = 0;
  private ended = false;
  /** Whether the reader has left or has everything. */
  private closed = false;
  private giveUp: AbortSignal | undefined;
  private failure: { error: unknown } | undefined;
  private changed: (() => void)[] = [];

  /** @param path of the file, which does not exist yet. */
  constructor(
    private readonly path: string,
    private readonly files: SpooledBytes,
    /** Taking fails this long after it first had to wait for its reader. */
    private readonly longestWaitMs: number = POLICY.answerWaitsMs,
  ) {}

  /**
   * Takes everything that the source has.
   * @throws what the source throws; an Error if the reader leaves, or keeps it waiting for too long.
   */
  async take(source: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const part of source) {
        if (this.closed) throw new Error('The reader of an answer has left.');
        if (this.file === undefined && this.keptBytes + part.length <= POLICY.spooledMemoryBytes) {
          this.kept.push(part);
          this.keptBytes += part.length;
        } else await this.append(part);
        this.wake();
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    } finally {
      this.ended = true;
      this.wake();
      if (this.closed) await this.remove();
    }
  }

  /** The parts in their order, for one reader. Ends with the source, or fails as it did. */
  async *parts(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const part = this.kept.shift() ?? (await this.readFile());
        if (part !== undefined) {
          this.keptBytes = this.kept.reduce((sum, { length }) => sum + length, 0);
          this.wake();
          yield part;
        } else if (this.ended) {
          if (this.failure !== undefined) throw this.failure.error;
          return;
        } else await this.change();
      }
    } finally {
      this.closed = true;
      this.wake();
      if (this.ended) await this.remove();
    }
  }

  private async append(part: Buffer): Promise<void> {
    await this.roomFor(part.length);
    this.file ??= await openUnnamed(this.path);
    this.files.total += part.length;
    const at = this.written;
    await this.file.write(part, 0, part.length, at);
    this.written = at + part.length;
  }

  private async roomFor(bytes: number): Promise<void> {
    while (
      !this.closed &&
      this.read < this.written &&
      this.files.total + bytes > POLICY.spooledFileBytes
    ) {
      this.giveUp ??= this.after(this.longestWaitMs);
      if (this.giveUp.aborted) throw new Error('The reader of an answer kept its worker waiting.');
      await this.change();
    }
  }

  private after(ms: number): AbortSignal {
    const signal = AbortSignal.timeout(ms);
    signal.addEventListener('abort', () => this.wake());
    return signal;
  }

  private async readFile(): Promise<Buffer | undefined> {
    if (this.file === undefined || this.read === this.written) return undefined;
    const length = Math.min(READ_BYTES, this.written - this.read);
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(length), 0, length, this.read);
    this.read += bytesRead;
    return buffer.subarray(0, bytesRead);
  }

  /** Once nothing is taken and nothing is read any more. */
  private async remove(): Promise<void> {
    this.files.total -= this.written;
    this.written = 0;
    this.read = 0;
    const { file } = this;
    this.file = undefined;
    await file?.close();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.changed.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.changed.splice(0)) resolve();
  }
}

/** Nothing is left behind, however the process ends. */
async function openUnnamed(path: string): Promise<FileHandle> {
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
