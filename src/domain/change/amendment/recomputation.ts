import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { Store } from '../../../store/store';
import { Agreements } from '../../agreement/agreements';
import { countedBy } from '../../agreement/counted-by';
import { storeListing } from '../../agreement/listing';
import { lockAgreement, nextTicket, raiseRevision } from '../../agreement/revision';
import { Ledger } from '../../ledger/ledger';
import { FACT_COLUMNS } from '../../milestone/milestone-row';
import type { Redated } from '../../milestone/redating';
import { Rescheduling } from '../rescheduling';
import { loadSnapshot, scheduleOf } from '../snapshot';

/** How many moved milestones the log lists; it counts all. */
const MOST_LISTED = 50;

/**
 * Recomputes dates at the first start with another release, other zone tables or other calendars. They are the recorded
 * cause of what moves: without this, the next change of the agreement would seem to move it.
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

  /** Recomputes every agreement whose `countedBy` differs from now, each in its own transaction. */
  async recomputeAll(): Promise<void> {
    const ids = await this.store.read((tx) => this.agreements.countedDifferently(tx));
    for (const id of ids) await this.store.write((tx) => this.recompute(tx, id));
  }

  private async recompute(tx: EntityManager, id: string): Promise<void> {
    await lockAgreement(tx, id);
    const snapshot = await loadSnapshot(tx, this.agreements, this.ledger, id);
    const { countedBy: before } = snapshot.row;
    const now = this.clock.now();
    // Another replica that started at the same time has done it.
    if (before === countedBy()) return;
    await this.agreements.updateColumns(tx, id, { countedBy: countedBy() });
    await storeListing(tx, snapshot.agreement.document);
    const planned = nextTicket(snapshot.row, now);
    const { milestones } = scheduleOf(snapshot.agreement, snapshot.current, false, now);
    const plan = await this.rescheduling.plan(tx, planned, milestones, false);
    const moved = plan.changes.filter(isMoved);
    if (moved.length === 0) return;
    const ticket = await raiseRevision(tx, id, now);
    const { agreement, row } = snapshot;
    // A new version of the same document, with today's calendars: earlier versions keep theirs.
    await this.agreements.replace(tx, ticket, agreement, row.source, row.documentVersion + 1);
    const text = `counted by ${countedBy()}, before by ${before ?? 'an earlier release'}`;
    await this.rescheduling.apply(tx, ticket, { text, factId: null }, snapshot.current);
    this.logMoved(id, text, moved);
  }

  /** A row may only have a column more than before: of dates and statuses that stay nothing is logged. */
  private logMoved(id: string, text: string, changed: readonly Redated[]): void {
    const moved = changed.filter((one) => one.versioned || one.statusChanges.length > 0);
    if (moved.length === 0) return;
    this.logger.warn(`${id}: ${moved.length} milestones moved: ${text}`);
    for (const { previous, row } of moved.slice(0, MOST_LISTED)) {
      this.logger.warn(`${row.id}: ${instantOf(previous)} is now ${instantOf(row)}`);
    }
  }
}

function isMoved({ previous, row }: Redated): boolean {
  return (
    previous === undefined ||
    row.droppedAt !== previous.droppedAt ||
    FACT_COLUMNS.some((column) => JSON.stringify(previous[column]) !== JSON.stringify(row[column]))
  );
}

function instantOf(row: Partial<Redated['row']> | undefined): string {
  const at = row?.dueAt ?? row?.startsAt ?? row?.opensAt;
  return at === null || at === undefined ? 'without a date' : new Date(at).toISOString();
}
