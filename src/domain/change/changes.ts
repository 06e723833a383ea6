import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import type { Agreement } from '../../engine/compile/agreement';
import { countMilestones } from '../../engine/schedule/size';
import { Agreements } from '../agreement/agreements';
import { scheduleContext } from '../agreement/calendars';
import {
  type ExpectedRevisions,
  lockAgreement,
  nextTicket,
  type RevisionTicket,
  raiseRevision,
  refuseStale,
} from '../agreement/revision';
import { tooLarge } from '../agreement/size';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import { scheduleFacts } from '../ledger/schedule-fact';
import type { Redated } from '../milestone/redating';
import { type PinRequest, pinDrafts } from './pins';
import { type PresentedPreview, presentPreview } from './preview';
import { Rescheduling } from './rescheduling';
import {
  type Change,
  factsAfter,
  type KnownFact,
  loadSnapshot,
  type Snapshot,
  scheduleOf,
} from './snapshot';

/** The conditions of a change, and who makes it and why. */
export interface Terms extends PinRequest {
  /** Undefined to accept any revision. */
  expected?: ExpectedRevisions | undefined;
}

/** What a change wrote. */
export interface Applied {
  ticket: RevisionTicket;
  recorded: readonly FactRow[];
  changes: readonly Redated[];
}

/** Plans a change from the agreement as it is under its lock; undefined if it changes nothing. */
export type Plan = (snapshot: Snapshot) => Change | undefined | Promise<Change | undefined>;

/** A change that was planned before its transaction, and the agreement from which it was planned. */
interface Prepared {
  snapshot: Snapshot;
  change: Change | undefined;
}

/**
 * Every change of facts and documents goes through here. It is planned from a snapshot, then written with its re-dating
 * or only previewed. Both run the same functions on the same facts, so a preview shows what applying it does.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'limits'>,
  ) {}

  /**
   * Plans a change from what is committed, so that the transaction that writes it is short. Writes nothing.
   * @throws Refusal 'not-found', 'stale', 'conflict' if the agreement is archived, or what the plan throws.
   */
  async prepare(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<Prepared> {
    const snapshot = await loadSnapshot(tx, this.agreements, this.ledger, agreementId);
    refuseStale(snapshot.row.revision, terms.expected);
    return { snapshot, change: await this.runPlan(snapshot, terms, plan) };
  }

  /**
   * Writes a change in the caller's transaction.
   * @param prepared the same change from `prepare`; it is planned again if the agreement has changed since.
   * @returns undefined if the plan changes nothing.
   * @throws Refusal 'not-found', 'stale', 'conflict' if the agreement is archived, or what the plan throws.
   */
  async apply(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
    prepared?: Prepared,
  ): Promise<Applied | undefined> {
    // Lock before reading, so that concurrent changes see each other.
    const revision = await lockAgreement(tx, agreementId, terms.expected);
    const current = prepared?.snapshot.row.revision === revision ? prepared : undefined;
    const { snapshot, change } = current ?? (await this.prepare(tx, agreementId, terms, plan));
    if (change === undefined) return undefined;
    const { standing } = change;
    if (standing !== undefined) {
      const standingSince = this.clock.now();
      await this.agreements.updateColumns(tx, agreementId, { standing, standingSince });
    }
    this.refuseGrowth(snapshot, change);
    const ticket = await raiseRevision(tx, agreementId, this.clock.now());
    const recorded = await this.ledger.append(tx, ticket, change.drafts);
    const { document, cause, signed } = change;
    if (document !== undefined) {
      const number = snapshot.row.documentVersion + 1;
      await this.agreements.replace(tx, ticket, document.agreement, document.source, number);
    }
    const changes = await this.rescheduling.apply(
      tx,
      ticket,
      { text: cause, factId: causingFact(recorded), ...(signed && { signed }) },
      factsAfter(snapshot.current, recorded),
      document !== undefined,
    );
    return { ticket, recorded, changes };
  }

  /** What `apply` would do now; writes nothing and takes no number or id. */
  async preview(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<PresentedPreview> {
    const snapshot = await loadSnapshot(tx, this.agreements, this.ledger, agreementId);
    const { revision } = snapshot.row;
    refuseStale(revision, terms.expected);
    const change = await this.runPlan(snapshot, terms, plan);
    const now = this.clock.now();
    const before = scheduleOf(snapshot.agreement, snapshot.current, true, now);
    if (change === undefined) {
      return presentPreview({ revision, now, before, after: before, plan: undefined });
    }
    this.refuseGrowth(snapshot, change);
    const facts = factsWith(snapshot, change);
    const agreement =
      change.document?.agreement ??
      (await this.restoredDocument(tx, snapshot, facts)) ??
      snapshot.agreement;
    const after = scheduleOf(agreement, facts, true, now);
    const ticket = nextTicket(snapshot.row, now);
    const redating = await this.rescheduling.plan(
      tx,
      ticket,
      after.milestones,
      agreement !== snapshot.agreement,
    );
    return presentPreview({ revision, now, before, after, plan: redating });
  }

  /**
   * Refuses a change after which the agreement has more milestones than the limit. One that has more already, by an earlier
   * release or limit, may change its facts as long as it does not grow; its document only within the limit.
   */
  private refuseGrowth(snapshot: Snapshot, change: Change): void {
    const { limits } = this.settings;
    const most = limits.occurrences;
    const context = scheduleContext(this.clock.now());
    const count = (one: Agreement, known: readonly KnownFact[], bound: number): number =>
      countMilestones(one, scheduleFacts(known), context, bound);
    const agreement = change.document?.agreement ?? snapshot.agreement;
    const facts = factsWith(snapshot, change);
    if (count(agreement, facts, most) <= most) return;
    const before =
      change.document === undefined
        ? count(snapshot.agreement, snapshot.current, Number.POSITIVE_INFINITY)
        : 0;
    const counted = count(agreement, facts, Math.max(most, before));
    if (counted <= before) return;
    throw tooLarge([{ name: 'occurrences', counted, unit: 'milestones', stopped: true }], limits);
  }

  /** The document that comes back into force if these facts retract an amendment. */
  private async restoredDocument(
    tx: EntityManager,
    { row }: Snapshot,
    facts: readonly KnownFact[],
  ): Promise<Agreement | undefined> {
    const version = await this.agreements.versionRestoredBy(tx, row, facts);
    return version && this.agreements.compile({ ...version, id: row.id });
  }

  private async runPlan(snapshot: Snapshot, terms: Terms, plan: Plan): Promise<Change | undefined> {
    const change = await plan(snapshot);
    if (
      snapshot.row.standing === 'archived' &&
      change !== undefined &&
      change.standing === undefined
    ) {
      throw archived(snapshot.row.id);
    }
    if (terms.pin === undefined || terms.pin.length === 0) return change;
    const now = this.clock.now();
    const { milestones } = scheduleOf(snapshot.agreement, snapshot.current, false, now);
    const pins = pinDrafts(snapshot, milestones, terms, now);
    if (change === undefined && pins.length === 0) return undefined;
    const cause = change?.cause ?? `${pins.length} of its dates pinned`;
    return { ...change, cause, drafts: [...(change?.drafts ?? []), ...pins] };
  }
}

/** The facts that hold after a change. */
function factsWith({ current }: Snapshot, { drafts }: Change): KnownFact[] {
  return factsAfter(
    current,
    drafts.map((draft, i) => ({ ...draft, id: `#${i + 1}` })),
  );
}

/** The id of the fact that caused a change; null if several did. */
function causingFact(recorded: readonly FactRow[]): string | null {
  const own = recorded.filter(({ kind }) => kind !== 'pinned');
  const observed = own.filter(({ kind }) => kind !== 'retracted');
  return observed.length > 1 ? null : ((own.at(-1) ?? recorded.at(-1))?.id ?? null);
}

function archived(id: string): Refusal {
  return new Refusal(
    'conflict',
    `"${id}" is archived, so it cannot be changed. Nothing was written.`,
    [
      {
        pointer: '',
        detail: 'the agreement is archived',
        expected: 'an agreement that is active or paused',
        example: `PUT /v1/agreements/${id}/standing {"standing": "active"}`,
      },
    ],
  );
}
