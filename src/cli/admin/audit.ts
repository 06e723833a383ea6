import { userInfo } from 'node:os';
import { openDatabaseToRead } from '../../app/database';
import { listEntries } from '../../audit/audit';
import { auditFilterOf, auditFilterSchema } from '../../audit/audit-query';
import { presentEntry, toNdjson } from '../../audit/present';
import { pointerOf, Refusal } from '../../base/refusal';
import { type RequestContext, withRequestContext } from '../../base/request-context';
import { readSettings } from '../../config/settings';
import { printFile } from '../output/print';

const ROWS_AT_ONCE = 1_000;

/** `pacta audit export`: every entry as one JSON object a line, also while a service runs on the data. */
export async function exportAudit(options: Record<string, string>): Promise<void> {
  const read = auditFilterSchema.safeParse(options);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => ({
      pointer: pointerOf(path),
      detail: message,
    }));
    throw new Refusal('invalid', 'Nothing was exported.', faults);
  }
  const wanted = auditFilterOf(read.data);
  const store = await openDatabaseToRead(readSettings());
  try {
    let after = 0;
    for (;;) {
      const from = after;
      const rows = await store.read((tx) => listEntries(tx, wanted, from, ROWS_AT_ONCE));
      printFile(toNdjson(rows.map(presentEntry)));
      after = rows.at(-1)?.sequence ?? after;
      if (rows.length < ROWS_AT_ONCE) return;
    }
  } finally {
    await store.close();
  }
}

/** Runs `work` as a request of this machine's user, for the audit. */
export function asCommand<T>(command: string, work: () => T): T {
  const context: RequestContext = {
    kind: 'command',
    token: null,
    name: userName(),
    role: null,
    address: null,
    method: 'CLI',
    route: command,
    path: command,
    agreement: null,
  };
  return withRequestContext(context, work);
}

function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may have no name.
    return null;
  }
}
