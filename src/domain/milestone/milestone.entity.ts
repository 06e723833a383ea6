import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Texts } from '../../engine/model/document';
import type { Outcome } from '../../engine/model/fact';
import type { DateBound, Kind, Nature, OtherEnds } from '../../engine/model/milestone';
import type { Headline, State, Timeliness } from '../../engine/model/status';
import { civilDay, flag, instant, json } from '../../store/sql/columns';

const day = (name: string) => ({ ...civilDay(), name, nullable: true });
const at = (name: string) => ({ ...instant(), name, nullable: true });

/**
 * A milestone with its current dates and status. Only `transition/recorder.ts` writes them: dates when the schedule
 * changes, the status when a fact or the clock changes it.
 */
@Entity('milestone')
@Index('milestone_list', ['agreementId', 'position'])
export class MilestoneRow {
  /** `agreement/obligation[.phase][@party][#n]`. */
  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'agreement_id' })
  agreementId: string;

  /** Order in the document, from 0. */
  @Column('integer')
  position: number;

  @Column('text')
  obligation: string;

  @Column('text', { nullable: true })
  phase: string | null;

  @Column('text', { nullable: true })
  party: string | null;

  @Column('integer', { nullable: true })
  ordinal: number | null;

  @Column('text', { nullable: true })
  ref: string | null;

  @Column('text')
  title: string;

  /** The title in every language; null if the document has one only. */
  @Column({ ...json(), nullable: true })
  titles: Texts | null;

  @Column('text', { nullable: true })
  theme: string | null;

  @Column('text')
  kind: Kind;

  /** Of an occasion, a right, a last day for notice or a goal; null for obligations. */
  @Column('text', { nullable: true })
  nature: Nature | null;

  @Column(json())
  obligors: readonly string[];

  @Column(json())
  beneficiaries: readonly string[];

  @Column('text')
  phrase: string;

  @Column(day('due_on'))
  dueOn: number | null;

  @Column(at('due_at'))
  dueAt: number | null;

  /** The instant at which an occasion, right or notice comes, or the day of a goal is over; null for obligations. */
  @Column(at('comes_at'))
  comesAt: number | null;

  /** The last day that is aimed at. */
  @Column(day('target_on'))
  targetOn: number | null;

  @Column(at('grace_ends_at'))
  graceEndsAt: number | null;

  @Column(day('opens_on'))
  opensOn: number | null;

  @Column(at('opens_at'))
  opensAt: number | null;

  @Column(day('starts_on'))
  startsOn: number | null;

  @Column(at('starts_at'))
  startsAt: number | null;

  @Column(day('ends_on'))
  endsOn: number | null;

  @Column(at('ends_at'))
  endsAt: number | null;

  /** The other ends of dates that are known only roughly; null if all are exact. */
  @Column({ ...json(), nullable: true })
  rough: OtherEnds | null;

  @Column({ ...json(), name: 'waits_for' })
  waitsFor: readonly string[];

  @Column(flag())
  provisional: boolean;

  /** The direction in which a provisional date can move; null for both directions and for other dates. */
  @Column('text', { nullable: true })
  bound: DateBound | null;

  @Column(flag())
  hypothetical: boolean;

  @Column(json())
  outcome: Outcome;

  /** Whether a party has fulfilled its part, so that somebody could record what was done; derived from `outcome`. */
  @Column({ ...flag(), name: 'part_fulfilled', default: 0 })
  partFulfilled: boolean;

  /** Raised when a date, grace or `hypothetical` changes, or a fulfilment is retracted. */
  @Column('integer')
  version: number;

  /** When that version was recorded. What was past by then sends no alert. */
  @Column({ ...instant(), name: 'versioned_at' })
  versionedAt: number;

  @Column('text')
  timeliness: Timeliness;

  @Column('text')
  state: State;

  @Column('text')
  status: Headline;

  /** When the status became true, which may be earlier than it was recorded. */
  @Column(at('status_since'))
  statusSince: number | null;

  /** The next instant at which the clock alone may change the status. */
  @Column(at('next_change_at'))
  nextChangeAt: number | null;

  /** The next instant at which the sweep must look at it: `nextChangeAt`, or an earlier alert. */
  @Column(at('wake_at'))
  wakeAt: number | null;

  /** When a new schedule dropped it; its history is kept. */
  @Column(at('dropped_at'))
  droppedAt: number | null;
}
