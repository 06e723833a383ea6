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
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import type { WatchMode } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import { raiseRevision } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import { AlertPolicyRow } from '../notification/alert.entity';
import {
  type AlertPolicy,
  type AlertRule,
  alertPolicySchema,
} from '../notification/alert-policy-schema';
import { Recorder } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';
import { DeadlineRow } from '../transition/transition.entity';
import { type DryRunNotice, dryRun } from './dry-run';

export const policySchema = z
  .strictObject({
    ...alertPolicySchema.shape,
    agreement: z.string(),
    actor: z.string().nullable(),
    recordedAt: instant.nullable().meta({ description: 'Null if no policy was set' }),
  })
  .meta({ id: 'Policy' });

export type PresentedPolicy = ResponseOf<typeof policySchema>;

/** The notices of a dry run, earliest first, and the agreement, whose watch mode they leave out of account. */
export interface DryRun {
  title: string;
  standing: WatchMode;
  notices: DryRunNotice[];
}

/** Reads and sets alert policies, and tries them in a dry run. */
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
      await this.agreements.header(tx, agreementId);
      return present(agreementId, await policyOf(tx, agreementId));
    });
  }

  /**
   * Replaces the policy. For each upcoming deadline, the latest step before now is announced at once; earlier steps are not
   * announced.
   * @throws Refusal 'not-found', or 'invalid' with every rule that names something unknown.
   */
  set(agreementId: string, { rules }: AlertPolicy, actor: string | null): Promise<PresentedPolicy> {
    return this.store.write(async (tx) => {
      const ticket = await raiseRevision(tx, agreementId, this.clock.now());
      refuseUnknown(
        await this.agreements.findCompiled(tx, agreementId),
        rules,
        await unknownDestinations(tx, rules),
      );
      const row = { id: agreementId, rules, actor, recordedAt: ticket.recordedAt };
      if ((await policyOf(tx, agreementId)) === undefined) {
        await insertRows(tx, AlertPolicyRow, [row]);
      } else {
        await updateRows(tx, AlertPolicyRow, [row], ['rules', 'actor', 'recordedAt']);
      }
      await this.recorder.replan(tx, ticket, { text: 'alert policy set', factId: null });
      this.store.afterCommit(() => this.sweeper.wake());
      return present(agreementId, row);
    });
  }

  /**
   * The notices that a policy would send between two instants; nothing is written.
   * @param rules the policy to try; undefined for the one in force.
   * @param span epoch milliseconds, `from` inclusive, `to` exclusive.
   */
  dryRun(
    agreementId: string,
    rules: readonly AlertRule[] | undefined,
    span: { from: number; to: number },
  ): Promise<DryRun> {
    return this.store.read(async (tx) => {
      const { title, standing } = await this.agreements.header(tx, agreementId);
      const agreement = await this.agreements.findCompiled(tx, agreementId);
      if (rules !== undefined) {
        refuseUnknown(agreement, rules, await unknownDestinations(tx, rules));
      }
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
      const notices = milestones
        .flatMap((row) => dryRun(row, versions.get(row.id) ?? [], tried, span))
        .sort((a, b) => a.at - b.at);
      return { title, standing, notices };
    });
  }
}

/** The destinations of chains that do not exist. */
async function unknownDestinations(
  tx: EntityManager,
  rules: readonly AlertRule[],
): Promise<readonly string[]> {
  const named = rules.flatMap(({ escalate }) => escalate?.chain.map(({ to }) => to) ?? []);
  const { clause, parameters } = among('id', named);
  const text = `SELECT id FROM endpoint WHERE ${clause}`;
  const { rows } = await run<{ id: string }>(tx, text, parameters);
  return named.filter((id) => !rows.some((row) => row.id === id));
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

/** Refuses rules about unknown names, which would have no effect. */
function refuseUnknown(
  agreement: Agreement,
  rules: readonly AlertRule[],
  unknownIds: readonly string[],
): void {
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
          detail: `"${name}" is not ${key === 'obligation' ? 'an' : 'a'} ${key} of this agreement${suggestion(name, known[key])}`,
          expected: `${key === 'obligation' ? 'an' : 'a'} ${key} that the document names`,
        },
      ];
    }),
  );
  faults.push(...destinationFaults(rules, unknownIds));
  if (faults.length === 0) return;
  throw new Refusal('invalid', 'The policy names what is not there. Nothing was set.', faults);
}

function destinationFaults(rules: readonly AlertRule[], unknown: readonly string[]): Fault[] {
  return rules.flatMap(({ escalate }, i) =>
    (escalate?.chain ?? []).flatMap(({ to }, k) =>
      unknown.includes(to)
        ? [
            {
              pointer: `/rules/${i}/escalate/chain/${k}/to`,
              detail: `there is no destination "${to}"`,
              expected: 'the id of a destination, as GET /v1/webhooks lists them',
            },
          ]
        : [],
    ),
  );
}
