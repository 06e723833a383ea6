import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { among } from '../../store/sql/among';
import { selectRows } from '../../store/sql/rows';
import { Store } from '../../store/store';
import { raiseRevision } from '../agreement/revision';
import { MilestoneRow } from '../milestone/milestone.entity';
import { AlertRow } from '../notification/alert.entity';
import { AlertAnswerRow, type AlertReply } from '../notification/alert-answer.entity';
import { AlertPublisher } from '../notification/alert-publisher';
import { Recorder } from '../transition/recorder';
import { Sweeper } from '../transition/sweeper';

export interface AlertFilter {
  /** Only those of these agreements. */
  agreements?: readonly string[] | undefined;
  milestone?: string | undefined;
  kind?: string | undefined;
  /** Only alerts about a present deadline that nobody has acknowledged, or only the others. */
  open?: boolean | undefined;
}

/** Just behind the last alert of a page: newest first, in the order told. */
export interface AlertPosition {
  recordedAt: number;
  id: string;
}

/** An alert as told, whether its deadline still stands, and what people answered. */
export interface AlertStory {
  alert: AlertRow;
  version: number | null;
  answers: AlertAnswerRow[];
}

const OPEN = `EXISTS (SELECT 1 FROM milestone WHERE milestone.id = alert.milestone_id
     AND milestone.version = alert.version)
   AND NOT EXISTS (SELECT 1 FROM alert_answer WHERE alert_answer.milestone_id = alert.milestone_id
     AND alert_answer.version = alert.version AND alert_answer.kind = 'acknowledged')`;

/** The alerts that were told, and the answers of people. */
@Injectable()
export class Alerts {
  constructor(
    private readonly store: Store,
    private readonly recorder: Recorder,
    private readonly announcer: AlertPublisher,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
  ) {}

  list(
    filter: AlertFilter,
    after: AlertPosition | undefined,
    limit: number,
  ): Promise<AlertStory[]> {
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
      stories(tx, await selectRows(tx, AlertRow, tail, [...parameters, limit])),
    );
  }

  /**
   * @param agreements the agreements that may be told of; undefined for every one.
   * @throws Refusal 'not-found'
   */
  find(id: string, agreements?: readonly string[]): Promise<AlertStory> {
    return this.store.read(async (tx) => story(tx, id, agreements));
  }

  /**
   * Acknowledges an alert, which ends the reminders about this version of its deadline, or snoozes them.
   * @throws Refusal 'not-found', or 'conflict' when the deadline it speaks of has been superseded.
   */
  answer(id: string, reply: AlertReply, agreements?: readonly string[]): Promise<AlertStory> {
    return this.store.write(async (tx) => {
      const { alert } = await story(tx, id, agreements);
      const raised = await raiseRevision(tx, alert.agreementId, this.clock.now());
      const [milestone] = await selectRows(tx, MilestoneRow, 'WHERE id = ?', [alert.milestoneId]);
      if (milestone?.version !== alert.version) {
        throw new Refusal(
          'conflict',
          `The alert "${id}" speaks of a date of ${alert.milestoneId} that has been superseded.`,
        );
      }
      await this.announcer.answer(tx, raised, milestone, alert, reply);
      await this.recorder.replan(tx, raised);
      this.store.afterCommit(() => this.sweeper.wake());
      return story(tx, id);
    });
  }
}

async function story(
  tx: EntityManager,
  id: string,
  agreements?: readonly string[],
): Promise<AlertStory> {
  const [found] = await stories(tx, await selectRows(tx, AlertRow, 'WHERE id = ?', [id]));
  if (found === undefined || agreements?.includes(found.alert.agreementId) === false)
    throw new Refusal('not-found', `There is no alert "${id}".`);
  return found;
}

async function stories(tx: EntityManager, alerts: readonly AlertRow[]): Promise<AlertStory[]> {
  if (alerts.length === 0) return [];
  const ids = [...new Set(alerts.map((alert) => alert.milestoneId))];
  const marks = ids.map(() => '?').join(', ');
  const milestones = await selectRows(tx, MilestoneRow, `WHERE id IN (${marks})`, ids);
  const answers = await selectRows(
    tx,
    AlertAnswerRow,
    `WHERE milestone_id IN (${marks}) ORDER BY recorded_at, id`,
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
