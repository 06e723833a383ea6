import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { Store } from '../../../store/store';
import { Agreements } from '../../agreement/agreements';
import { countedBy } from '../../agreement/counted-by';
import { lockAgreement, type RevisionTicket, raiseRevision } from '../../agreement/revision';
import { Ledger } from '../../ledger/ledger';
import { DATED } from '../../milestone/milestone-row';
import type { Redated } from '../../milestone/redating';
import { Rescheduling } from '../rescheduling';
import { dated, loadSnapshot } from '../snapshot';

/** More moved milestones than this are counted in the log, and not listed. */
const MOST_LISTED = 50;

/**
 * A release, its zone tables and its calendars have a part in every date. What they make another date is moved at the
 * first start with them, and told as theirs: left for the next change of the agreement, it would move
 * unseen, or look as if that change had moved it.
 */
@Injectable()
export class Recomputation {
  private readonly logger = new Logger('Start');

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  /** Every agreement whose dates were counted by something else than now, each in a transaction of its own. */
  async all(): Promise<void> {
    const ids = await this.store.read((tx) => this.agreements.countedOtherwise(tx));
    for (const id of ids) await this.store.write((tx) => this.recount(tx, id));
  }

  private async recount(tx: EntityManager, id: string): Promise<void> {
    await lockAgreement(tx, id);
    const world = await loadSnapshot(tx, this.agreements, this.ledger, id);
    const { countedBy: before, revision, recordedAt, standing, standingSince } = world.row;
    const now = this.clock.now();
    // Another replica that started at the same time was faster.
    if (before === countedBy()) return;
    await this.agreements.mark(tx, id, { countedBy: countedBy() });
    const would: RevisionTicket = {
      agreementId: id,
      revision: revision + 1,
      now,
      recordedAt: Math.max(now, recordedAt),
      silent: standing !== 'active',
      watchedSince: standingSince,
    };
    const { milestones } = dated(world.agreement, world.current, false, now);
    const plan = await this.rescheduling.plan(tx, would, milestones, false);
    const moved = plan.changes.filter(isMoved);
    if (moved.length === 0) return;
    const raised = await raiseRevision(tx, id, now);
    const { agreement, row } = world;
    // The same document, from now on with the calendars of today: what was known before keeps its own.
    await this.agreements.replace(tx, raised, agreement, row.source, row.documentVersion + 1);
    const text = `counted by ${countedBy()}, before by ${before ?? 'an earlier release'}`;
    await this.rescheduling.apply(tx, raised, { text, factId: null }, world.current);
    this.tell(id, text, moved);
  }

  private tell(id: string, text: string, moved: readonly Redated[]): void {
    this.logger.warn(`${id}: ${moved.length} of its milestones moved, ${text}`);
    for (const { previous, row } of moved.slice(0, MOST_LISTED)) {
      this.logger.warn(`${row.id}: ${instantOf(previous)} is now ${instantOf(row)}`);
    }
  }
}

function isMoved({ previous, row }: Redated): boolean {
  return (
    previous === undefined ||
    row.droppedAt !== previous.droppedAt ||
    DATED.some((column) => JSON.stringify(previous[column]) !== JSON.stringify(row[column]))
  );
}

function instantOf(row: Partial<Redated['row']> | undefined): string {
  const at = row?.dueAt ?? row?.startsAt ?? row?.opensAt;
  return at === null || at === undefined ? 'without a date' : new Date(at).toISOString();
}
