import type { EntityManager } from 'typeorm';
import { among } from '../../store/sql/among';
import { selectSome } from '../../store/sql/rows';
import { AgreementRow } from './agreement.entity';

/** Everything but the document itself, which may be a megabyte. */
export type AgreementHead = Omit<AgreementRow, 'document' | 'source'>;

/** The columns of a head. */
const HEAD = [
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
] as const satisfies readonly (keyof AgreementHead)[];

/**
 * In order of id.
 * @param only the ids that may be read; undefined for every one.
 */
export function listHeads(
  tx: EntityManager,
  limit: number,
  only?: readonly string[],
): Promise<AgreementHead[]> {
  const { clause, parameters } = among('id', only);
  const tail = `WHERE ${clause} ORDER BY id LIMIT ?`;
  return selectSome(tx, AgreementRow, HEAD, tail, [...parameters, limit]);
}
