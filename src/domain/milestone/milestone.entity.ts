import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Outcome } from '../../engine/model/fact';
import type { Bound, Kind, Nature } from '../../engine/model/milestone';
import type { Headline, State, Timeliness } from '../../engine/model/status';
import { civilDay, flag, instant, json } from '../../store/sql/columns';

const day = (name: string) => ({ ...civilDay(), name, nullable: true });
const at = (name: string) => ({ ...instant(), name, nullable: true });

/**
 * A milestone as last scheduled and last judged. The dates are written when the agreement's schedule
 * changes, the status when a fact or the clock changes it; both only through `transition`.
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

  @Column('text', { nullable: true })
  theme: string | null;

  @Column('text')
  kind: Kind;

  /** Of an occasion, a right or a last day for notice; null for what is owed. */
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

  /** When what has a nature comes: takes effect, ends, opens. */
  @Column(at('comes_at'))
  comesAt: number | null;

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

  @Column({ ...json(), name: 'waits_for' })
  waitsFor: readonly string[];

  @Column(flag())
  provisional: boolean;

  /** Which way a provisional date can still move; null where both, or where it is none. */
  @Column('text', { nullable: true })
  bound: Bound | null;

  @Column(flag())
  hypothetical: boolean;

  @Column(json())
  outcome: Outcome;

  /** Raised when `dueAt`, grace or `hypothetical` changes or a fulfilment is taken back. */
  @Column('integer')
  version: number;

  /** When that version was recorded; what was due before then never alerts. */
  @Column({ ...instant(), name: 'versioned_at' })
  versionedAt: number;

  @Column('text')
  timeliness: Timeliness;

  @Column('text')
  state: State;

  @Column('text')
  status: Headline;

  /** When the present status became true, which may be before it was noticed. */
  @Column(at('status_since'))
  statusSince: number | null;

  /** The next instant at which the status may change with no fact recorded. */
  @Column(at('next_change_at'))
  nextChangeAt: number | null;

  /** The next instant the sweep must look at it: a status change, or an alert's instant if earlier. */
  @Column(at('wake_at'))
  wakeAt: number | null;

  /** When an amendment dropped it; its history stays. */
  @Column(at('dropped_at'))
  droppedAt: number | null;
}
