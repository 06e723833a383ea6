import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { Refusal } from '../../../base/refusal';
import { noteChange } from '../../../store/generation';
import { insertRows } from '../../../store/sql/rows';
import { run } from '../../../store/sql/sql';
import { Store } from '../../../store/store';
import { AgreementRemovalRow } from '../../agreement/agreement.entity';
import { Agreements } from '../../agreement/agreements';
import { type ExpectedRevisions, lockAgreement } from '../../agreement/revision';
import { AlertPublisher } from '../../notification/alert-publisher';

interface RemovalTerms {
  /** The id of the agreement, repeated. */
  confirm?: string | undefined;
  expected?: ExpectedRevisions | undefined;
  actor?: string | undefined;
  reason?: string | undefined;
}

/** Tables whose rows are kept: sent messages. Everything else of an agreement is deleted. */
const KEPT: readonly string[] = ['message'];

/** Removes agreements with everything recorded about them. It cannot be undone, so it must be confirmed. */
@Injectable()
export class Removal {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly publisher: AlertPublisher,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal 'not-found', 'stale', or 'precondition-required' with what would be lost, until `confirm` repeats the
   * id.
   */
  remove(agreementId: string, terms: RemovalTerms): Promise<void> {
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId, terms.expected);
      if (terms.confirm !== agreementId) throw await this.confirmationNeeded(tx, agreementId);
      const row = await this.agreements.find(tx, agreementId);
      const { rows } = await run<{ id: string }>(
        tx,
        'SELECT id FROM message WHERE agreement_id = ?',
        [agreementId],
      );
      await this.publisher.withdraw(
        tx,
        rows.map(({ id }) => id),
      );
      for (const [table, column] of tablesOf(tx)) {
        await run(tx, `DELETE FROM ${table} WHERE ${column} = ?`, [agreementId]);
      }
      noteChange(tx);
      await run(tx, 'DELETE FROM agreement_removal WHERE id = ?', [agreementId]);
      await insertRows(tx, AgreementRemovalRow, [
        {
          id: agreementId,
          revision: row.revision,
          sequence: row.sequence,
          removedAt: this.clock.now(),
          actor: terms.actor ?? null,
          reason: terms.reason ?? null,
        },
      ]);
    });
  }

  private async confirmationNeeded(tx: EntityManager, agreementId: string): Promise<Refusal> {
    const count = async (table: string, one: string, several: string): Promise<string> => {
      const text = `SELECT COUNT(*) AS n FROM ${table} WHERE agreement_id = ?`;
      const { rows } = await run<{ n: number | string }>(tx, text, [agreementId]);
      const n = Number(rows[0]?.n);
      return `${n} ${n === 1 ? one : several}`;
    };
    const facts = await count('fact', 'fact', 'facts');
    const milestones = await count('milestone', 'milestone', 'milestones');
    const versions = await count('agreement_version', 'version', 'versions');
    const lost = `${facts}, ${milestones} and ${versions} of its document`;
    return new Refusal(
      'precondition-required',
      `Removing "${agreementId}" deletes ${lost} for ever. Archiving keeps them. Nothing was removed.`,
      [
        {
          pointer: '/confirm',
          detail: 'the removal is not confirmed',
          expected: 'the id of the agreement as ?confirm=',
          example: `DELETE /v1/agreements/${agreementId}?confirm=${agreementId}`,
        },
      ],
    );
  }
}

/** What the other tables of an agreement refer to, so it is deleted after them. */
const REFERRED_TO: readonly [string, string][] = [
  ['milestone', 'agreement_id'],
  ['alert_policy', 'id'],
  ['agreement', 'id'],
];

/** The tables that have rows of an agreement, with their key column; referring tables come first. */
function tablesOf(tx: EntityManager): [string, string][] {
  const last = new Set(REFERRED_TO.map(([table]) => table));
  const named = tx.connection.entityMetadatas.flatMap((entity): [string, string][] => {
    const key = entity.columns.some(({ databaseName }) => databaseName === 'agreement_id');
    const first = !KEPT.includes(entity.tableName) && !last.has(entity.tableName);
    return key && first ? [[entity.tableName, 'agreement_id']] : [];
  });
  return [...named, ...REFERRED_TO];
}
