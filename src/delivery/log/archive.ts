import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Purged rows of the delivery log in files: one line of JSON for each row, one file for each month. */
export class Archive {
  /** @param directory of the files, created when needed; undefined to archive nothing. */
  constructor(private readonly directory: string | undefined) {}

  /**
   * Appends rows and returns once they are on the disk. Where the transaction that purges them fails afterwards, they
   * are appended again: a row may be in the archive twice, and is never missing.
   * @param now epoch milliseconds; its month in UTC names the file.
   * @throws Error if writing fails; the caller must not purge the rows then.
   */
  append(kind: 'attempt' | 'delivery', rows: readonly object[], now: number): void {
    if (this.directory === undefined || rows.length === 0) return;
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const month = new Date(now).toISOString().slice(0, 7);
    const file = openSync(join(this.directory, `deliveries-${month}.jsonl`), 'a', 0o600);
    try {
      writeSync(file, rows.map((row) => `${JSON.stringify({ [kind]: row })}\n`).join(''));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}
