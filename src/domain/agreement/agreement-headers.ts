import type { EntityManager } from 'typeorm';
import { AgreementRow } from './agreement.entity';

/** Everything but the document itself, which may be a megabyte. */
export type AgreementHead = Omit<AgreementRow, 'document' | 'source'>;

/** The columns of a head, for `select`. */
export const HEAD = (
  [
    'id',
    'title',
    'documentVersion',
    'zone',
    'countedBy',
    'documentHash',
    'revision',
    'sequence',
    'recordedAt',
    'settledUntil',
    'facts',
    'ledgerHead',
    'createdAt',
    'standing',
    'standingSince',
    'shippedHash',
    'offeredHash',
  ] satisfies (keyof AgreementHead)[]
).map((column) => `agreement.${column}`);

/** In order of id, after the given id; `only` is what may be told of, undefined for every one. */
export function listing(tx: EntityManager, after: string, only?: readonly string[]) {
  const all = tx
    .getRepository(AgreementRow)
    .createQueryBuilder('agreement')
    .where('agreement.id > :after', { after })
    .orderBy('agreement.id');
  return only === undefined ? all : all.andWhere('agreement.id IN (:...only)', { only });
}
