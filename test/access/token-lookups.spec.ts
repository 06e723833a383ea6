import type { TokenRow } from '../../src/access/token/token.entity';
import { TokenLookups } from '../../src/access/token/token-lookups';
import { Refusal } from '../../src/base/refusal';
import { POLICY } from '../../src/config/policy';

const rowOf = (id: string): TokenRow => ({
  id,
  kind: 'access',
  name: id,
  role: 'reader',
  agreements: null,
  hash: '',
  parent: null,
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
});

describe('look-ups of tokens', () => {
  it('run as one query at a time for all waiting callers, and each gets its own row', async () => {
    const sizes: number[] = [];
    let running = 0;
    const lookups = new TokenLookups({
      findAll: async (ids) => {
        expect(++running).toBe(1);
        sizes.push(ids.length);
        await new Promise(setImmediate);
        running -= 1;
        return ids.filter((id) => id.startsWith('known')).map(rowOf);
      },
    });
    const ids = Array.from({ length: 1_200 }, (_, i) => (i % 3 === 0 ? `known ${i % 30}` : `${i}`));
    const rows = await Promise.all(ids.map((id) => lookups.find(id)));
    expect(rows.map((row) => row?.id)).toEqual(
      ids.map((id) => (id.startsWith('known') ? id : undefined)),
    );
    expect(sizes).toHaveLength(4);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(POLICY.tokensLookedUpAtOnce);
  });

  it('fail for all waiting callers if the database does not answer, and succeed afterwards', async () => {
    let failing = true;
    let queries = 0;
    const lookups = new TokenLookups({
      findAll: async (ids) => {
        queries += 1;
        if (failing) throw new Refusal('unavailable', 'The database does not answer.');
        return ids.map(rowOf);
      },
    });
    const all = await Promise.allSettled(
      Array.from({ length: 2_000 }, (_, i) => lookups.find(String(i))),
    );
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']));
    // The first look-up ran alone; the others waited for it.
    expect(queries).toBe(1);
    failing = false;
    expect((await lookups.find('one'))?.id).toBe('one');
  });
});
