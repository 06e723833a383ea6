import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What the log forgets, kept beside the database: a line of JSON for each row, in a file for each month. */
export class Archive {
  /** @param directory where the files go, made when it is needed; undefined where nothing is to be kept. */
  constructor(private readonly directory: string | undefined) {}

  /**
   * Appends rows, which have reached the disk when it returns. Where the transaction that forgets them fails
   * afterwards they are appended again: a line may stand twice and is never missing.
   * @param now epoch milliseconds, whose month in UTC names the file.
   * @throws Error when the disk does not take them; nothing may be forgotten then.
   */
  keep(kind: 'attempt' | 'delivery', rows: readonly object[], now: number): void {
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
