import { parseDay } from '../../engine/calendar/epoch-day';
import { say } from '../../outbox/sentences/say';
import type { MilestoneRow } from '../milestone/milestone.entity';
import type { Notice } from './notices';
import {
  awaited,
  dayAt,
  doers,
  endingAt,
  momentOf,
  shares,
  subjectOf,
  type Telling,
} from './telling';

/** What a notice is about besides its milestone. */
interface Told {
  text: string;
  /** The parties it speaks of: who did it, or who still owes it. */
  who: readonly string[];
}

/** The sentence of a notice, and whom it names. */
export function toldOf(telling: Telling, notice: Notice): Told {
  const { row, kind, facts = [] } = notice;
  const who = whoOf(telling, notice);
  const subject = subjectOf(telling, row, who);
  const due = momentOf(telling, row);
  const today = dayAt(telling, row, telling.now);
  const names = (parties: readonly string[]) => subjectOf(telling, row, parties).who;
  const { done, open } = shares(row);
  // Whatever is told of a deadline has one; a fact may come without.
  const on = due ?? { day: today };
  switch (kind) {
    case 'upcoming':
    case 'due-soon':
      return { who, text: say(`milestone.${kind}`, { ...subject, on, days: on.day - today }) };
    case 'grace-started': {
      const until = endingAt(telling, row, row.graceEndsAt ?? notice.at);
      return {
        who,
        text: say(`milestone.${kind}`, { ...subject, due: on, until, done: names(done) }),
      };
    }
    case 'overdue': {
      const days = today - on.day;
      return {
        who,
        text: say(`milestone.${kind}`, { ...subject, due: on, days, done: names(done) }),
      };
    }
    case 'fulfilled':
    case 'fulfilled-late':
    case 'corrected':
      return {
        who,
        text: say(`milestone.${kind}`, { ...subject, ...fulfilment(telling, row, due?.day) }),
      };
    case 'fulfilled-in-part': {
      const passed = row.dueAt !== null && row.dueAt <= telling.now;
      const term = due === undefined ? {} : { due };
      const said = { on: lastDay(telling, facts, today), remaining: names(open), passed, ...term };
      return { who, text: say(`milestone.${kind}`, { ...subject, ...said }) };
    }
    case 'violated': {
      const { incidents } = row.outcome;
      const told = { on: lastDay(telling, facts, today), incidents };
      // A breach that names nobody accuses none of several.
      const named = doers(telling, facts);
      const by = named.length === 0 && row.obligors.length === 1 ? row.obligors : named;
      return { who, text: say(`milestone.${kind}`, { ...subject, who: names(by), ...told }) };
    }
    case 'redated':
      return { who, text: say(`milestone.${kind}`, { ...subject, ...from(notice), to: on }) };
    case 'undated':
      return {
        who,
        text: say(`milestone.${kind}`, {
          ...subject,
          ...from(notice),
          waitsFor: awaited(telling, row),
        }),
      };
  }
}

const BY_SOME: readonly string[] = ['fulfilled-in-part', 'violated'];
const STILL_OWED: readonly string[] = ['upcoming', 'due-soon', 'grace-started', 'overdue'];

/** Those whom facts name where some of several acted, those who still owe it, or all who owe it. */
function whoOf(telling: Telling, { kind, row, facts = [] }: Notice): readonly string[] {
  if (STILL_OWED.includes(kind)) return shares(row).open;
  const named = doers(telling, facts);
  const some = BY_SOME.includes(kind) || row.obligors.length === 0;
  return some && named.length > 0 ? named : row.obligors;
}

function fulfilment(telling: Telling, row: MilestoneRow, due: number | undefined) {
  const { fulfilledOn, fulfilledAt = telling.now } = row.outcome;
  const day = fulfilledOn ?? dayAt(telling, row, fulfilledAt);
  return { on: { day }, ...(due === undefined ? {} : { early: due - day }) };
}

/** The day of the latest of the facts. */
function lastDay({ records }: Telling, facts: readonly string[], today: number) {
  const days = facts.flatMap((id) => records.get(id)?.occurredOn ?? []);
  return { day: days.length === 0 ? today : Math.max(...days) };
}

function from({ detail }: Notice) {
  const day =
    detail?.from === undefined || detail.from === null ? undefined : parseDay(detail.from);
  return day === undefined ? {} : { from: { day } };
}
