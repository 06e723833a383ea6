import type { EntityManager } from 'typeorm';
import { selectRows } from '../../store/sql/rows';
import { FactRow } from './fact.entity';

/**
 * The facts that held in our knowledge at an instant: recorded by then and not yet retracted, in the order
 * recorded. Rows are never changed, so that the answer for a past instant is always the same.
 * @param knownAt inclusive, epoch milliseconds.
 */
export function factsKnownAt(
  tx: EntityManager,
  agreementId: string,
  knownAt: number,
): Promise<FactRow[]> {
  return selectRows(
    tx,
    FactRow,
    `WHERE agreement_id = ? AND recorded_at <= ? AND kind <> 'retracted'
       AND NOT EXISTS (SELECT 1 FROM fact later
                        WHERE later.retracts = fact.id AND later.recorded_at <= ?)
     ORDER BY sequence`,
    [agreementId, knownAt, knownAt],
  );
}
