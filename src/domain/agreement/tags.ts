import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { POLICY } from '../../config/policy';
import { insertRows } from '../../store/sql/rows';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { AgreementTagRow } from './agreement.entity';
import { Agreements } from './agreements';
import { type PresentedAgreement, presentAgreement } from './present';
import { type ExpectedRevisions, lockAgreement, raiseRevision } from './revision';
import { searchText } from './search-text';

const { tagCharacters, tagsOfAgreement } = POLICY;

const FORM = `a text of 1 to ${tagCharacters} characters without commas, quotes and line breaks, such as "grain exports"`;

export const tag = z
  .string({ error: FORM })
  .trim()
  .regex(/^[^,"\p{Cc}\p{Cf}]+$/u, FORM)
  .max(tagCharacters, FORM);

export const tagsSchema = z.strictObject({
  tags: z
    .array(tag)
    .max(tagsOfAgreement, `at most ${tagsOfAgreement} tags`)
    .meta({ description: 'All tags of the agreement from now on; an empty list removes them' }),
});

/** Tags group agreements. They are no part of the document: no amendment changes them, and they change no date. */
@Injectable()
export class Tags {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /**
   * Replaces the tags of an agreement. Nothing is written if they are the same.
   * @param sent of tags that are equal for search ("Grain", "grain"), the first is kept.
   * @throws Refusal 'not-found', 'stale'.
   */
  replace(
    agreementId: string,
    sent: readonly string[],
    expected: ExpectedRevisions | undefined,
  ): Promise<PresentedAgreement> {
    const rows = new Map<string, AgreementTagRow>();
    for (const one of sent) {
      const folded = searchText(one);
      if (!rows.has(folded)) rows.set(folded, { agreementId, folded, tag: one });
    }
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId, expected);
      const before = (await tagsOf(tx, [agreementId])).get(agreementId) ?? [];
      const after = [...rows.values()].map((row) => row.tag);
      if (before.toSorted().join() !== after.toSorted().join()) {
        await raiseRevision(tx, agreementId, this.clock.now());
        await run(tx, 'DELETE FROM agreement_tag WHERE agreement_id = ?', [agreementId]);
        await insertRows(tx, AgreementTagRow, [...rows.values()]);
      }
      return this.present(tx, agreementId);
    });
  }

  /** An agreement with its tags. @throws Refusal 'not-found' */
  async present(tx: EntityManager, agreementId: string): Promise<PresentedAgreement> {
    const row = await this.agreements.find(tx, agreementId);
    return presentAgreement(row, (await tagsOf(tx, [agreementId])).get(agreementId));
  }
}

/** The tags of agreements, in alphabetical order; agreements without tags are left out. */
export async function tagsOf(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const { clause, parameters } = among('agreement_id', ids);
  const { rows } = await run<{ agreement_id: string; tag: string }>(
    tx,
    `SELECT agreement_id, tag FROM agreement_tag WHERE ${clause} ORDER BY agreement_id, folded`,
    parameters,
  );
  const tags = new Map<string, string[]>();
  for (const row of rows) {
    tags.set(row.agreement_id, [...(tags.get(row.agreement_id) ?? []), row.tag]);
  }
  return tags;
}
