import { parseDay } from '../../engine/calendar/epoch-day';
import type { Moment } from '../../outbox/sentences/catalogue';
import { type Sentence, sentenceOf } from '../../outbox/sentences/say';
import type { MilestoneRow } from '../milestone/milestone.entity';
import {
  awaitedTitles,
  dayAt,
  endingAt,
  type MessageContext,
  momentOf,
  partiesInFacts,
  sentenceSubject,
  sharesOf,
} from './message-context';
import { NOTICE_KINDS, type Notice } from './notices';

interface NoticeText {
  sentence: Sentence;
  /** The parties it is about: those who did it, or those who still owe it. */
  who: readonly string[];
}

/** The sentence of a notice and the parties that it names. */
export function noticeText(context: MessageContext, notice: Notice): NoticeText {
  const { row, kind, facts = [] } = notice;
  const who = partiesOf(context, notice);
  const subject = sentenceSubject(context, row, who);
  const due = momentOf(context, row);
  const today = dayAt(context, row, context.now);
  const names = (parties: readonly string[]) => sentenceSubject(context, row, parties).who;
  const { done, open } = sharesOf(row);
  // Only a notice about a fact can be about a milestone without a date.
  const on = due ?? { day: today };
  switch (kind) {
    case 'upcoming':
    case 'due-soon':
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, { ...subject, on, days: on.day - today }),
      };
    case 'grace-started': {
      const until = endingAt(context, row, row.graceEndsAt ?? notice.at);
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, {
          ...subject,
          due: on,
          until,
          done: names(done),
        }),
      };
    }
    case 'overdue': {
      // If the day is not known, neither is how long ago it was due.
      const days = on.earliest === undefined ? today - on.day : 0;
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, { ...subject, due: on, days, done: names(done) }),
      };
    }
    case 'fulfilled':
    case 'fulfilled-late':
    case 'corrected':
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, {
          ...subject,
          ...fulfilment(context, row, due),
        }),
      };
    case 'fulfilled-in-part': {
      const passed = row.dueAt !== null && row.dueAt <= context.now;
      const term = due === undefined ? {} : { due };
      const values = {
        on: lastDay(context, facts, today),
        remaining: names(open),
        passed,
        ...term,
      };
      return { who, sentence: sentenceOf(`milestone.${kind}`, { ...subject, ...values }) };
    }
    case 'violated': {
      const { incidents } = row.outcome;
      const values = { on: lastDay(context, facts, today), incidents };
      // If the breach names nobody, no one of several obligors is named.
      const named = partiesInFacts(context, facts);
      const by = named.length === 0 && row.obligors.length === 1 ? row.obligors : named;
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, { ...subject, who: names(by), ...values }),
      };
    }
    case 'redated':
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, { ...subject, ...from(notice), to: on }),
      };
    case 'undated':
      return {
        who,
        sentence: sentenceOf(`milestone.${kind}`, {
          ...subject,
          ...from(notice),
          waitsFor: awaitedTitles(context, row),
        }),
      };
  }
}

/** The parties in the facts if some of several acted, those who still owe it, or all obligors. */
function partiesOf(context: MessageContext, { kind, row, facts = [] }: Notice): readonly string[] {
  const { names } = NOTICE_KINDS[kind];
  if (names === 'open') return sharesOf(row).open;
  const named = partiesInFacts(context, facts);
  const some = names === 'acting' || row.obligors.length === 0;
  return some && named.length > 0 ? named : row.obligors;
}

function fulfilment(context: MessageContext, row: MilestoneRow, due: Moment | undefined) {
  const { fulfilledOn, fulfilledAt = context.now } = row.outcome;
  const day = fulfilledOn ?? dayAt(context, row, fulfilledAt);
  // Nobody is late with a goal.
  const exact = due !== undefined && due.earliest === undefined && row.nature !== 'goal';
  return { on: { day }, ...(exact ? { early: due.day - day } : {}) };
}

/** The day of the latest of the facts. */
function lastDay({ records }: MessageContext, facts: readonly string[], today: number) {
  const days = facts.flatMap((id) => records.get(id)?.occurredOn ?? []);
  return { day: days.length === 0 ? today : Math.max(...days) };
}

function from({ detail }: Notice) {
  const day =
    detail?.from === undefined || detail.from === null ? undefined : parseDay(detail.from);
  return day === undefined ? {} : { from: { day } };
}
