import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { selectRows } from '../../store/sql/rows';
import { among } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { raiseRevision } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import { AlertAnswerRow, type AlertReply, AlertRow } from '../notification/alert.entity';
import { AlertPublisher } from '../notification/alert-publisher';
import { Recorder } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';

interface AlertFilter {
  /** Ids of agreements; undefined for all. */
  agreements?: readonly string[] | undefined;
  milestone?: string | undefined;
  kind?: string | undefined;
  /** true: only alerts about a current deadline version that nobody has acknowledged; false: only the others. */
  open?: boolean | undefined;
}

/** The last alert of a page; lists are newest first. */
export interface AlertPosition {
  recordedAt: number;
  id: string;
}

/** An alert, the current deadline version of its milestone (null if there is none), and the answers to it. */
export interface AlertWithAnswers {
  alert: AlertRow;
  version: number | null;
  answers: AlertAnswerRow[];
}

const OPEN = `EXISTS (SELECT 1 FROM milestone WHERE milestone.id = alert.milestone_id
     AND milestone.version = alert.version)
   AND NOT EXISTS (SELECT 1 FROM alert_answer WHERE alert_answer.milestone_id = alert.milestone_id
     AND alert_answer.version = alert.version AND alert_answer.kind = 'acknowledged')`;

/** Lists alerts and records answers to them. */
@Injectable()
export class Alerts {
  constructor(
    private readonly store: Store,
    private readonly recorder: Recorder,
    private readonly publisher: AlertPublisher,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
  ) {}

  list(
    filter: AlertFilter,
    after: AlertPosition | undefined,
    limit: number,
  ): Promise<AlertWithAnswers[]> {
    const own = among('alert.agreement_id', filter.agreements);
    const clauses = [own.clause];
    const parameters: (string | number)[] = [...own.parameters];
    const also = (clause: string, ...values: (string | number)[]): void => {
      clauses.push(clause);
      parameters.push(...values);
    };
    if (filter.milestone !== undefined) also('alert.milestone_id = ?', filter.milestone);
    if (filter.kind !== undefined) also('alert.kind = ?', filter.kind);
    if (filter.open !== undefined) also(filter.open ? OPEN : `NOT (${OPEN})`);
    if (after !== undefined) {
      also('(alert.recorded_at, alert.id) < (CAST(? AS BIGINT), ?)', after.recordedAt, after.id);
    }
    const tail = `WHERE ${clauses.join(' AND ')} ORDER BY alert.recorded_at DESC, alert.id DESC LIMIT ?`;
    return this.store.read(async (tx) =>
      withAnswers(tx, await selectRows(tx, AlertRow, tail, [...parameters, limit])),
    );
  }

  /**
   * @param agreements ids of agreements that the caller may read; undefined for all.
   * @throws Refusal 'not-found'
   */
  find(id: string, agreements?: readonly string[]): Promise<AlertWithAnswers> {
    return this.store.read(async (tx) => findAlert(tx, id, agreements));
  }

  /**
   * Acknowledges an alert, which ends the reminders about its deadline version, or snoozes them.
   * @throws Refusal 'not-found', or 'conflict' if the deadline version is superseded.
   */
  answer(id: string, reply: AlertReply, agreements?: readonly string[]): Promise<AlertWithAnswers> {
    return this.store.write(async (tx) => {
      const { alert } = await findAlert(tx, id, agreements);
      const ticket = await raiseRevision(tx, alert.agreementId, this.clock.now());
      const [milestone] = await selectRows(tx, MilestoneRow, 'WHERE id = ?', [alert.milestoneId]);
      if (milestone?.version !== alert.version) {
        throw new Refusal(
          'conflict',
          `The alert "${id}" is about a date of ${alert.milestoneId} that is superseded. Nothing was written.`,
        );
      }
      await this.publisher.answer(tx, ticket, milestone, alert, reply);
      await this.recorder.replanOne(tx, ticket, milestone);
      this.store.afterCommit(() => this.sweeper.wake());
      return findAlert(tx, id);
    });
  }
}

async function findAlert(
  tx: EntityManager,
  id: string,
  agreements?: readonly string[],
): Promise<AlertWithAnswers> {
  const [found] = await withAnswers(tx, await selectRows(tx, AlertRow, 'WHERE id = ?', [id]));
  if (found === undefined || agreements?.includes(found.alert.agreementId) === false)
    throw new Refusal('not-found', `There is no alert "${id}".`);
  return found;
}

async function withAnswers(
  tx: EntityManager,
  alerts: readonly AlertRow[],
): Promise<AlertWithAnswers[]> {
  if (alerts.length === 0) return [];
  const ids = [...new Set(alerts.map((alert) => alert.milestoneId))];
  const placeholders = ids.map(() => '?').join(', ');
  const milestones = await selectRows(tx, MilestoneRow, `WHERE id IN (${placeholders})`, ids);
  const answers = await selectRows(
    tx,
    AlertAnswerRow,
    `WHERE milestone_id IN (${placeholders}) ORDER BY recorded_at, id`,
    ids,
  );
  return alerts.map((alert) => ({
    alert,
    version: milestones.find((milestone) => milestone.id === alert.milestoneId)?.version ?? null,
    answers: answers.filter(
      ({ milestoneId, version }) => milestoneId === alert.milestoneId && version === alert.version,
    ),
  }));
}
