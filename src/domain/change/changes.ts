import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import type { Agreement } from '../../engine/compile/agreement';
import { countMilestones } from '../../engine/schedule/size';
import { Store } from '../../store/store';
import { scheduleContext } from '../agreement/calendars';
import {
  type Counters,
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
import { type ComputedChange, Rescheduling } from './rescheduling';
import { type Change, factsAfter, type KnownFact, type Snapshot, scheduleOf } from './snapshot';

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

/**
 * Plans a change; undefined if it changes nothing.
 * @param tx the snapshot that the agreement was read from.
 */
export type Plan = (
  snapshot: Snapshot,
  tx: EntityManager,
) => Change | undefined | Promise<Change | undefined>;

/** A change with all that it writes, and the agreement from which it was computed. */
interface Prepared {
  snapshot: Snapshot;
  change: Change;
  ticket: RevisionTicket;
  recorded: readonly FactRow[];
  computed: ComputedChange;
}

/** A plan that changes nothing, and the agreement from which it was made. */
interface Unchanged {
  snapshot: Snapshot;
  change: undefined;
}

/** The agreement has changed since a change was prepared. */
class Outdated extends Error {}

/** How often a change is prepared without its lock; then under it, so that it ends whatever others write. */
const UNLOCKED_ATTEMPTS = 3;

/**
 * Every change of facts and documents goes through here. It is planned from a snapshot, then written with its re-dating
 * or only previewed. Both run the same functions on the same facts, so a preview shows what applying it does.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly store: Store,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'limits'>,
  ) {}

  /**
   * Carries a change out. It is planned, and all that it writes is computed, from a snapshot; the transaction that writes
   * it checks that the agreement is still the same, so that it is short and others wait for its writes only.
   * @param then runs in the same transaction, after the writes; its first parameter is undefined if the plan changes nothing.
   * @throws Refusal 'not-found', 'stale', 'conflict' if the agreement is archived, or what the plan throws.
   */
  async carryOut<T>(
    agreementId: string,
    terms: Terms,
    plan: Plan,
    then: (applied: Applied | undefined, tx: EntityManager) => Promise<T>,
  ): Promise<T> {
    // A snapshot does not show what an open transaction has written.
    for (let i = 0; i < UNLOCKED_ATTEMPTS && !this.store.isWriting; i++) {
      const prepared = await this.store.read((tx) => this.prepare(tx, agreementId, terms, plan));
      try {
        return await this.store.write(async (tx) => {
          const counters = await lockAgreement(tx, agreementId, terms.expected);
          if (!isCurrent(prepared, counters)) throw new Outdated();
          return then(await this.write(tx, prepared), tx);
        });
      } catch (error) {
        if (!(error instanceof Outdated)) throw error;
      }
    }
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId, terms.expected);
      const prepared = await this.prepare(tx, agreementId, terms, plan);
      return then(await this.write(tx, prepared), tx);
    });
  }

  /** Reads only, except with `Agreements.compile`, which keeps what it compiled. */
  private async prepare(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<Prepared | Unchanged> {
    const snapshot = await this.rescheduling.snapshot(tx, agreementId);
    refuseStale(snapshot.row.revision, terms.expected);
    const change = await this.runPlan(tx, snapshot, terms, plan);
    if (change === undefined) return { snapshot, change };
    this.refuseGrowth(snapshot, change);
    const now = this.clock.now();
    const { standing, document, signed, cause: text } = change;
    const ticket = nextTicket({ ...snapshot.row, ...modeOf(standing, now) }, now);
    const recorded = this.ledger.rowsAfter(snapshot.row, ticket, change.drafts);
    const computed = await this.rescheduling.compute(tx, ticket, {
      row: snapshot.row,
      agreement: snapshot.agreement,
      facts: factsAfter(snapshot.current, recorded),
      recorded,
      document,
      standing,
      cause: { text, factId: causingFact(recorded), ...(signed && { signed }) },
    });
    return { snapshot, change, ticket, recorded, computed };
  }

  /** Writes a change under the agreement's lock. @returns undefined if it changes nothing. */
  private async write(
    tx: EntityManager,
    prepared: Prepared | Unchanged,
  ): Promise<Applied | undefined> {
    if (prepared.change === undefined) return undefined;
    const { ticket, recorded, computed } = prepared;
    const raised = await raiseRevision(tx, ticket.agreementId, ticket.now);
    if (raised.recordedAt !== ticket.recordedAt)
      throw new Error('The change was computed for another instant');
    await this.ledger.write(tx, ticket, recorded);
    await this.rescheduling.write(tx, ticket, computed);
    return { ticket, recorded, changes: computed.redating.plan.changes };
  }

  /** What `carryOut` would do now; writes nothing and takes no number or id. */
  async preview(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<PresentedPreview> {
    const snapshot = await this.rescheduling.snapshot(tx, agreementId);
    const { revision } = snapshot.row;
    refuseStale(revision, terms.expected);
    const change = await this.runPlan(tx, snapshot, terms, plan);
    const now = this.clock.now();
    const before = scheduleOf(snapshot.agreement, snapshot.current, true, now);
    if (change === undefined) {
      return presentPreview({ revision, now, before, after: before, plan: undefined });
    }
    this.refuseGrowth(snapshot, change);
    const facts = factsWith(snapshot, change);
    const agreement =
      change.document?.agreement ??
      (await this.rescheduling.restoredDocument(tx, snapshot.row, facts))?.agreement ??
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

  private async runPlan(
    tx: EntityManager,
    snapshot: Snapshot,
    terms: Terms,
    plan: Plan,
  ): Promise<Change | undefined> {
    const change = await plan(snapshot, tx);
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

/** Whether an agreement, now locked, is as it was when a change was prepared. */
function isCurrent(prepared: Prepared | Unchanged, now: Counters): boolean {
  const { row } = prepared.snapshot;
  if (now.revision !== row.revision || now.standing !== row.standing) return false;
  if (prepared.change === undefined) return true;
  const same = now.sequence === row.sequence && now.ledgerHead === row.ledgerHead;
  // An instant may have been answered as past meanwhile, which the revision does not show.
  return same && now.settledUntil < prepared.ticket.recordedAt;
}

function modeOf(standing: Change['standing'], standingSince: number) {
  return standing === undefined ? {} : { standing, standingSince };
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
