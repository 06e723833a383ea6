import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { type Fault, Refusal } from '../../base/refusal';
import type { Agreement } from '../../engine/compile/agreement';
import { suggestion } from '../../engine/compile/suggest';
import { instant, type ResponseOf } from '../../http/response-of';
import { insertRows, selectRows, updateRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { Agreements } from '../agreement/agreements';
import { raiseRevision } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import { AlertPolicyRow } from '../notification/alert-policy.entity';
import {
  type AlertPolicy,
  type AlertRule,
  alertPolicySchema,
} from '../notification/alert-policy-schema';
import { DeadlineRow } from '../transition/deadline.entity';
import { Recorder } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { type Rehearsed, rehearse } from './dry-run';

export const policySchema = z
  .strictObject({
    ...alertPolicySchema.shape,
    agreement: z.string(),
    actor: z.string().nullable(),
    recordedAt: instant
      .nullable()
      .meta({ description: 'Null while the agreement has no policy of its own' }),
  })
  .meta({ id: 'Policy' });

export type PresentedPolicy = ResponseOf<typeof policySchema>;

/** The alert policy of an agreement: read, set, and rehearsed without setting it. */
@Injectable()
export class AlertPolicies {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly recorder: Recorder,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found' */
  read(agreementId: string): Promise<PresentedPolicy> {
    return this.store.read(async (tx) => {
      await this.agreements.head(tx, agreementId);
      return present(agreementId, await policyOf(tx, agreementId));
    });
  }

  /**
   * Sets the policy whole. Of what it would have called for before now, the latest step of each deadline that
   * lies ahead is told at once, and nothing else afterwards.
   * @throws Refusal 'not-found', or 'invalid' with every rule that speaks of nothing in the document.
   */
  set(agreementId: string, { rules }: AlertPolicy, actor: string | null): Promise<PresentedPolicy> {
    return this.store.write(async (tx) => {
      const raised = await raiseRevision(tx, agreementId, this.clock.now());
      refuseUnknown(await this.agreements.present(tx, agreementId), rules);
      const row = { id: agreementId, rules, actor, recordedAt: raised.recordedAt };
      if ((await policyOf(tx, agreementId)) === undefined) {
        await insertRows(tx, AlertPolicyRow, [row]);
      } else {
        await updateRows(tx, AlertPolicyRow, [row], ['rules', 'actor', 'recordedAt']);
      }
      await this.recorder.replan(tx, raised, { text: 'alert policy set', factId: null });
      this.store.afterCommit(() => this.sweeper.wake());
      return present(agreementId, row);
    });
  }

  /**
   * What a policy would have told, or would tell, between two instants; nothing is written.
   * @param rules the policy to try; the one in force where none is given.
   */
  rehearse(
    agreementId: string,
    rules: readonly AlertRule[] | undefined,
    span: { from: number; to: number },
  ): Promise<Rehearsed[]> {
    return this.store.read(async (tx) => {
      const agreement = await this.agreements.present(tx, agreementId);
      if (rules !== undefined) refuseUnknown(agreement, rules);
      const tried = rules ?? (await policyOf(tx, agreementId))?.rules ?? [];
      const milestones = await selectRows(tx, MilestoneRow, 'WHERE agreement_id = ?', [
        agreementId,
      ]);
      const deadlines = await selectRows(
        tx,
        DeadlineRow,
        'WHERE agreement_id = ? ORDER BY version',
        [agreementId],
      );
      const versions = new Map<string, DeadlineRow[]>();
      for (const deadline of deadlines) {
        const known = versions.get(deadline.milestoneId);
        if (known === undefined) versions.set(deadline.milestoneId, [deadline]);
        else known.push(deadline);
      }
      return milestones
        .flatMap((row) => rehearse(row, versions.get(row.id) ?? [], tried, span))
        .sort((a, b) => a.at - b.at);
    });
  }
}

async function policyOf(
  tx: EntityManager,
  agreementId: string,
): Promise<AlertPolicyRow | undefined> {
  const [row] = await selectRows(tx, AlertPolicyRow, 'WHERE id = ?', [agreementId]);
  return row;
}

function present(agreement: string, row: AlertPolicyRow | undefined): PresentedPolicy {
  return {
    agreement,
    rules: row?.rules ?? [],
    actor: row?.actor ?? null,
    recordedAt: presentInstant(row?.recordedAt),
  };
}

/** A rule about what the document does not have would be silently without effect. */
function refuseUnknown(agreement: Agreement, rules: readonly AlertRule[]): void {
  const { document, byPath, phases } = agreement;
  const known = {
    obligation: [...byPath.keys(), ...phases.keys()],
    party: Object.keys(document.parties ?? {}),
    theme: [...new Set(document.obligations.flatMap(({ theme }) => theme ?? []))],
  };
  const faults = rules.flatMap((rule, i) =>
    (['obligation', 'party', 'theme'] as const).flatMap((key): Fault[] => {
      const name = rule[key];
      if (name === undefined || known[key].includes(name)) return [];
      return [
        {
          pointer: `/rules/${i}/${key}`,
          detail: `"${name}" is no ${key} of this agreement${suggestion(name, known[key])}`,
          expected: `a ${key} that the document names`,
        },
      ];
    }),
  );
  if (faults.length === 0) return;
  throw new Refusal('invalid', 'The policy speaks of what is not there; nothing was set.', faults);
}
