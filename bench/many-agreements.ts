import type { Store } from '../src/store/store';

/** The columns of a table, and those of them that have the id of the agreement in them. */
const CLONED: readonly (readonly [table: string, ids: readonly string[]])[] = [
  ['agreement', ['id', 'document', 'source']],
  ['agreement_listing', ['agreement_id']],
  ['agreement_version', ['agreement_id', 'document', 'source']],
  ['fact', ['id', 'agreement_id']],
  ['milestone', ['id', 'agreement_id']],
];

/** Agreements that are added over HTTP, before the rest is copied from them in the database. */
const ORIGINALS = 20;
const DAY_MS = 86_400_000;

/**
 * Fills a service with agreements: `count` of them, each with `milestones` deadlines over three years, signed on different
 * days around now.
 * @param send adds one over HTTP.
 */
export async function fillWithAgreements(
  store: Store,
  send: (method: string, path: string, body: unknown) => Promise<void>,
  { count, milestones }: { count: number; milestones: number },
): Promise<void> {
  for (let i = 0; i < ORIGINALS; i++) {
    const id = `pact-${i}`;
    await send('POST', '/v1/agreements', {
      id,
      title: `Agreement ${i} on passage, prisoners and grain`,
      zone: ['Europe/Kyiv', 'UTC', 'America/New_York'][i % 3],
      parties: { a: { name: 'Northern Union' }, b: { name: 'Southern Republic' } },
      obligations: Array.from({ length: milestones }, (_, k) => ({
        id: `o${k}`,
        ref: String(k + 1),
        title: `Obligation ${k} of the parties, such as a report or a withdrawal`,
        quote: `The Parties shall, no later than the day named here, have done number ${k} in the manner of the annex.`,
        obligor: k % 2 === 0 ? 'a' : 'b',
        due: `within ${11 * k + i + 1} days of signing`,
      })),
    });
    const signed = new Date(Date.now() - (20 * i + 5) * DAY_MS).toISOString().slice(0, 10);
    await send('PUT', `/v1/agreements/${id}/signing`, { date: signed });
    await send('PUT', `/v1/agreements/${id}/tags`, { tags: [`tag ${i % 7}`] });
  }
  await store.write(async (tx) => {
    for (let i = ORIGINALS; i < count; i++) {
      for (const [table, ids] of CLONED) {
        const columns = tx.connection.entityMetadatas
          .find(({ tableName }) => tableName === table)
          ?.columns.map(({ databaseName }) => databaseName);
        const from = `pact-${i % ORIGINALS}`;
        const values = (columns ?? []).map((name) => {
          if (name === 'title' && table === 'agreement') return `'Copy ${i} of ' || title`;
          return ids.includes(name) ? `REPLACE(${name}, '${from}', 'pact-${i}')` : name;
        });
        // Ids of facts do not contain that of the agreement.
        const made = values.map((text, k) =>
          table === 'fact' && columns?.[k] === 'id' ? `id || '-${i}'` : text,
        );
        const where = table === 'agreement' ? 'id' : 'agreement_id';
        await tx.query(
          `INSERT INTO ${table} (${columns?.join(', ')}) SELECT ${made.join(', ')} FROM ${table} WHERE ${where} = '${from}'`,
        );
      }
    }
  });
  await store.write((tx) => tx.query('ANALYZE'));
}
