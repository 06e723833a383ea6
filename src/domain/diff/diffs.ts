import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { presentDay } from '../../base/present-time';
import { withPlus } from '../../base/text/instant';
import { day, type ResponseOf } from '../../http/response-of';
import { Store } from '../../store/store';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import { Ledger } from '../ledger/ledger';
import { scheduleFacts, signedDay } from '../ledger/schedule-fact';
import { type DiffText, diffTexts } from './diff-texts';
import { diffSchema } from './present';

const sideSchema = z.strictObject({
  agreement: z.string(),
  title: z.string(),
  titles: z.record(z.string(), z.string()).nullable(),
  revision: z.number().int(),
  documentVersion: z.number().int(),
  zone: z.string(),
  signedOn: day.nullable().meta({ description: 'The day of its own signing, if it is recorded' }),
});

export const diffAnswerSchema = z
  .strictObject({
    hypothetical: z.boolean().meta({ description: 'Whether a signing is assumed for both' }),
    signed: z.string().nullable().meta({ description: 'The signing that is assumed for both' }),
    from: sideSchema,
    to: sideSchema,
    ...diffSchema.shape,
  })
  .meta({ id: 'DiffAnswer' });

export type DiffAnswer = ResponseOf<typeof diffAnswerSchema>;

interface StoredText extends DiffText {
  row: AgreementRow;
}

/** Compares two stored agreements; writes nothing. */
@Injectable()
export class Diffs {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
  ) {}

  /**
   * @param signed a month, a day or an instant, assumed as the signing of both in place of what is recorded.
   * @throws Refusal 'not-found', or 'invalid' at `/signed`.
   */
  async compare(id: string, otherId: string, signed: string | undefined): Promise<DiffAnswer> {
    const [from, to] = await this.store.read(async (tx) => [
      await this.read(tx, id),
      await this.read(tx, otherId),
    ]);
    const assumed = signed === undefined ? undefined : withPlus(signed);
    const options = { signed: assumed, pointer: '/signed', ids: true };
    return {
      hypothetical: assumed !== undefined,
      signed: assumed ?? null,
      from: presentSide(from),
      to: presentSide(to),
      ...diffTexts(from, to, options),
    };
  }

  private async read(tx: EntityManager, id: string): Promise<StoredText> {
    const row = await this.agreements.find(tx, id);
    const facts = scheduleFacts(await this.ledger.current(tx, id));
    return { row, agreement: this.agreements.compile(row), facts };
  }
}

function presentSide({ row, agreement, facts }: StoredText): DiffAnswer['from'] {
  const { title, titles = null, zone } = agreement.document;
  const { id, revision, documentVersion } = row;
  const signedOn = presentDay(signedDay(facts));
  return { agreement: id, title, titles, revision, documentVersion, zone, signedOn };
}
