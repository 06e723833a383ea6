import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import type { Agreement } from '../../engine/compile/agreement';
import { Agreements } from '../agreement/agreements';
import {
  type Expected,
  lockAgreement,
  type RevisionTicket,
  raiseRevision,
  refuseStale,
} from '../agreement/revision';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import type { Redated } from '../milestone/redating';
import { type PinRequest, pinDrafts } from './pins';
import { type PresentedPreview, presentPreview } from './preview';
import { Rescheduling } from './rescheduling';
import {
  type Change,
  dated,
  holding,
  type KnownFact,
  loadSnapshot,
  type Snapshot,
} from './snapshot';

/** What is asked of every change, whatever it changes. */
export interface Terms extends PinRequest {
  /** Undefined where any revision will do. */
  expected?: Expected | undefined;
}

/** What a change wrote; undefined where there was nothing to write. */
export interface Applied {
  raised: RevisionTicket;
  recorded: readonly FactRow[];
  changes: readonly Redated[];
}

/** A change, from what is known under the agreement's lock; undefined where it would change nothing. */
export type Plan = (world: Snapshot) => Change | undefined | Promise<Change | undefined>;

/**
 * The one way in which facts and documents change: planned on what stands, then either written with the
 * re-dating it causes, or only computed. Both run the same functions on the same facts, so that a preview
 * is what applying it does.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a change in the caller's transaction.
   * @throws Refusal 'not-found', 'stale' or whatever the plan refuses.
   */
  async apply(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<Applied | undefined> {
    // Two who change it at once must see each other's: the lock comes before the look.
    await lockAgreement(tx, agreementId, terms.expected);
    const world = await loadSnapshot(tx, this.agreements, this.ledger, agreementId);
    const change = await this.planned(world, terms, plan);
    if (change === undefined) return undefined;
    const { standing } = change;
    if (standing !== undefined) {
      const standingSince = this.clock.now();
      await this.agreements.mark(tx, agreementId, { standing, standingSince });
    }
    const raised = await raiseRevision(tx, agreementId, this.clock.now());
    const recorded = await this.ledger.append(tx, raised, change.drafts);
    const { document, cause, signed } = change;
    if (document !== undefined) {
      const number = world.row.documentVersion + 1;
      await this.agreements.replace(tx, raised, document.agreement, document.source, number);
    }
    const changes = await this.rescheduling.apply(
      tx,
      raised,
      { text: cause, factId: causing(recorded), ...(signed && { signed }) },
      holding(world.current, recorded),
      document !== undefined,
    );
    return { raised, recorded, changes };
  }

  /** What `apply` would do now, from a snapshot; writes nothing and takes no number or id. */
  async preview(
    tx: EntityManager,
    agreementId: string,
    terms: Terms,
    plan: Plan,
  ): Promise<PresentedPreview> {
    const world = await loadSnapshot(tx, this.agreements, this.ledger, agreementId);
    const { revision, recordedAt, standing, standingSince } = world.row;
    refuseStale(revision, terms.expected);
    const change = await this.planned(world, terms, plan);
    const now = this.clock.now();
    const before = dated(world.agreement, world.current, true, now);
    if (change === undefined) {
      return presentPreview({ revision, now, before, after: before, plan: undefined });
    }
    const added = change.drafts.map((draft, i) => ({ ...draft, id: `#${i + 1}` }));
    const facts = holding(world.current, added);
    const agreement =
      change.document?.agreement ?? (await this.restored(tx, world, facts)) ?? world.agreement;
    const after = dated(agreement, facts, true, now);
    const would: RevisionTicket = {
      agreementId,
      revision: revision + 1,
      now,
      recordedAt: Math.max(now, recordedAt),
      silent: standing !== 'active',
      watchedSince: standingSince,
    };
    const redating = await this.rescheduling.plan(
      tx,
      would,
      after.milestones,
      agreement !== world.agreement,
    );
    return presentPreview({ revision, now, before, after, plan: redating });
  }

  /** The document that taking an amendment back brings into force again. */
  private async restored(
    tx: EntityManager,
    { row }: Snapshot,
    facts: readonly KnownFact[],
  ): Promise<Agreement | undefined> {
    const version = await this.agreements.otherThan(tx, row, facts);
    return version && this.agreements.compile({ ...version, id: row.id });
  }

  private async planned(world: Snapshot, terms: Terms, plan: Plan): Promise<Change | undefined> {
    const change = await plan(world);
    if (
      world.row.standing === 'archived' &&
      change !== undefined &&
      change.standing === undefined
    ) {
      throw archived(world.row.id);
    }
    if (terms.pin === undefined || terms.pin.length === 0) return change;
    const now = this.clock.now();
    const { milestones } = dated(world.agreement, world.current, false, now);
    const pins = pinDrafts(world, milestones, terms, now);
    if (change === undefined && pins.length === 0) return undefined;
    const cause = change?.cause ?? `${pins.length} of its dates pinned`;
    return { ...change, cause, drafts: [...(change?.drafts ?? []), ...pins] };
  }
}

/** The one fact behind a change; null where a list of facts is. */
function causing(recorded: readonly FactRow[]): string | null {
  const own = recorded.filter(({ kind }) => kind !== 'pinned');
  const said = own.filter(({ kind }) => kind !== 'retracted');
  return said.length > 1 ? null : ((own.at(-1) ?? recorded.at(-1))?.id ?? null);
}

function archived(id: string): Refusal {
  return new Refusal(
    'conflict',
    `"${id}" is archived and closed to changes; nothing was written.`,
    [
      {
        pointer: '',
        detail: 'the agreement is archived',
        expected: 'it to be active or paused first',
        example: `PUT /v1/agreements/${id}/standing {"standing": "active"}`,
      },
    ],
  );
}
