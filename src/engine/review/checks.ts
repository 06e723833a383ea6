import { formatDay } from '../calendar/epoch-day';
import { isUncoveredDay } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import type { FactIndex } from '../evaluate/fact-index';
import type { Milestone } from '../model/milestone';
import type { EpochDay, Instant } from '../model/time';
import type { MomentExpr, Ref, ScheduledMoment } from '../phrase/tree';
import type { ScheduleContext } from '../schedule/options';
import { isWrongByText } from './anchors';
import { FINDINGS, type Finding, type FindingKind } from './finding';
import { periodsOf, type Reading } from './readings';

/** What the checks of one entry read. Each check finds one thing that the authors may not have meant. */
export interface EntryInput {
  agreement: Agreement;
  facts: FactIndex;
  context: ScheduleContext;
  item: Item;
  pointer: string;
  milestones: readonly Milestone[];
  byPath: ReadonlyMap<string, readonly Milestone[]>;
  readings: (milestone: Milestone) => Reading[];
}

/** @param severity the kind's unless given. */
export function finding(
  { pointer, item }: EntryInput,
  kind: FindingKind,
  detail: string,
  advice: string,
  severity: Finding['severity'] = FINDINGS[kind].severity,
): Finding {
  return { kind, severity, pointer, path: item.path, detail, advice };
}

export function undated(entry: EntryInput): Finding[] {
  if (entry.item.due?.type !== 'undated') return [];
  const detail = 'the text gives this obligation no date';
  const advice =
    'Keep "undated" if that is so; else write its date, such as "due: within 30 days of signing".';
  return [finding(entry, 'undated-duty', detail, advice)];
}

/** An anchor other than the signing that is not recorded. */
export function unrecorded(entry: EntryInput): Finding[] {
  const { item, facts, agreement } = entry;
  const named = new Set(
    momentsIn(item)
      .filter((plain): plain is Ref => plain.type === 'ref' && plain.path !== '')
      .filter(({ moment, path }) => moment === undefined && path !== 'signing')
      .map(({ path }) => path),
  );
  return [...named]
    .filter((event) => !facts.has('occurred', event))
    .map((event) => {
      const who = agreement.document.events?.[event]?.by;
      const nobody = who === undefined ? ', and "by" names nobody who brings it about' : '';
      const detail = `it counts from "${event}", which is not recorded${nobody}`;
      return finding(entry, 'unrecorded-anchor', detail, `Record "${event}" when it happens.`);
    });
}

/** A goal after the deadline, or before its own opening. */
export function goals(entry: EntryInput): Finding[] {
  return entry.milestones.flatMap(({ id, targetOn, targetAt, dueOn, dueAt, opensOn, opensAt }) => {
    if (targetOn === undefined || targetAt === undefined) return [];
    const aims = `${id} aims for ${day(targetOn)}`;
    if (dueAt !== undefined && targetAt > dueAt) {
      const detail = `${aims}, after its deadline on ${day(dueOn)}`;
      return finding(entry, 'goal-out-of-reach', detail, 'Write an earlier "target".');
    }
    if (!isBefore(targetAt, opensAt)) return [];
    const detail = `${aims}, before it opens on ${day(opensOn)}`;
    return finding(entry, 'goal-out-of-reach', detail, 'Write a later "target".');
  });
}

/** An opening after the deadline, or an end before the start: an error if the text alone causes it, else a note. */
export function windows(entry: EntryInput): Finding[] {
  const wrong = entry.milestones.filter((one) => closesFirst(one) || endsFirst(one));
  if (wrong.length === 0) return [];
  const byText = (moments: readonly [ScheduledMoment, ScheduledMoment], is: typeof endsFirst) =>
    isWrongByText(entry.item, moments, entry.agreement, entry.context, is);
  return wrong.map((milestone) => {
    const { id } = milestone;
    if (closesFirst(milestone)) {
      const detail = `${id} opens on ${day(milestone.opensOn)}, after its deadline on ${day(milestone.dueOn)}`;
      return byText(['opens', 'due'], closesFirst)
        ? finding(entry, 'opens-after-it-closes', detail, OPEN_EARLIER)
        : finding(entry, 'opens-after-it-closes', detail, BY_FACTS, 'note');
    }
    const detail = `${id} ends on ${day(milestone.endsOn)}, before it starts on ${day(milestone.startsOn)}`;
    return byText(['starts', 'ends'], endsFirst)
      ? finding(entry, 'never-due', detail, END_LATER)
      : finding(entry, 'never-due', detail, BY_FACTS, 'note');
  });
}

const OPEN_EARLIER = 'Write an earlier "opens" or a later "due": nobody can meet both as they are.';
const END_LATER =
  'Write an end after the start, such as "holds: from signing until 1 year after signing".';
const BY_FACTS =
  'The text allows it; recorded or assumed facts cause it. Check them, or record an extension.';

const isBefore = (end: Instant | undefined, start: Instant | undefined): boolean =>
  start !== undefined && end !== undefined && start >= end;

function closesFirst({ opensAt, dueAt, graceEndsAt }: Milestone): boolean {
  return isBefore(graceEndsAt ?? dueAt, opensAt);
}

function endsFirst({ startsAt, endsAt }: Milestone): boolean {
  return isBefore(endsAt, startsAt);
}

/** Due before another obligation whose deadline or fulfilment it is counted from. */
export function dependencies(entry: EntryInput): Finding[] {
  const { item, byPath } = entry;
  const refs = momentsIn(item).filter((plain): plain is Ref => plain.type === 'ref');
  const dueOn = entry.milestones[0]?.dueOn;
  if (dueOn === undefined) return [];
  return refs.flatMap((ref) => {
    if (ref.moment !== 'due' && ref.moment !== 'fulfilled') return [];
    const [before] = byPath.get(ref.path) ?? [];
    if (before?.dueOn === undefined || before.dueOn <= dueOn) return [];
    if (isBackwards(item)) return [];
    const detail = `it is due on ${day(dueOn)}, but depends on "${ref.path}", which is due only on ${day(before.dueOn)}`;
    const advice = `Write a later date, or count from the other: "due: within 30 days of ${ref.path}.fulfilled".`;
    return [finding(entry, 'due-before-what-it-depends-on', detail, advice)];
  });
}

/** An interval that starts on the last day of the interval that it follows. */
export function touching(entry: EntryInput): Finding[] {
  const { item, byPath, milestones } = entry;
  const from = item.holds?.from;
  if (from?.type !== 'ref' || from.moment !== 'ends') return [];
  const before = byPath.get(from.path) ?? [];
  return milestones.flatMap(({ id, startsOn, party }) => {
    const last = before.find((one) => one.party === party)?.endsOn;
    if (startsOn === undefined || startsOn !== last) return [];
    const detail = `${id} starts on ${day(startsOn)}, which is the last day of "${from.path}"`;
    const advice = `If it is meant to follow, write "from 1 day after ${from.path}.ends".`;
    return [finding(entry, 'periods-touch', detail, advice)];
  });
}

function isBackwards(item: Item): boolean {
  return momentsIn(item).some((plain) => plain.type === 'shift' && plain.direction === 'before');
}

export function nonWorking(entry: EntryInput): Finding[] {
  const { item, context } = entry;
  const known = item.calendars
    .map((name) => context.calendars?.get(name))
    .filter((calendar) => calendar !== undefined);
  return entry.milestones.flatMap(({ dueOn, kind, id, rough }) => {
    if (dueOn === undefined || kind !== 'achievement') return [];
    // On which day it falls is not known.
    if (rough?.dueOnEarliest !== undefined) return [];
    for (const calendar of known) {
      const reason = calendar.reason(dueOn);
      if (reason === undefined) continue;
      const detail = `${id} is due on ${day(dueOn)}, a day off in ${calendar.title} (${reason})`;
      const advice =
        'To move such deadlines to a working day, write a convention that rolls: "counting: eu-1182-71".';
      return [finding(entry, 'non-working-day', detail, advice)];
    }
    return [];
  });
}

export function calendars(entry: EntryInput): Finding[] {
  const { item, context } = entry;
  const missing = item.calendars.filter((name) => !context.calendars?.has(name));
  const gaps = new Set(entry.milestones.flatMap(({ waitsFor }) => waitsFor.filter(isUncoveredDay)));
  const used = missing.filter(() =>
    entry.milestones.some(({ waitsFor }) => waitsFor.some((name) => name.startsWith('calendar '))),
  );
  return [
    ...used.map((name) =>
      finding(
        entry,
        'calendar-missing',
        `there is no calendar "${name}"`,
        `Add the file ${name}.yaml to your calendars, or write the name of another calendar.`,
      ),
    ),
    ...[...gaps].map((gap) =>
      finding(
        entry,
        'beyond-calendar',
        `the count needs days that the calendar does not cover: no ${gap}`,
        'Extend the calendar’s file from an official source; until then the date may move.',
      ),
    ),
  ];
}

export function extensions(entry: EntryInput): Finding[] {
  const { item, facts } = entry;
  const used = facts.of('extended', item.path);
  if (used.length === 0) return [];
  const times = item.extends?.times;
  const beyond = entry.milestones.find(
    ({ latestOn, endsOn, dueOn }) => latestOn !== undefined && (endsOn ?? dueOn ?? 0) > latestOn,
  );
  const why =
    item.extends === undefined
      ? 'it was extended, but the text has no clause for extensions'
      : times !== undefined && used.length > times
        ? `it was extended ${used.length} times, but the text allows only ${times}`
        : beyond &&
          `it was extended past ${day(beyond.latestOn)}, the last day that the text allows`;
  if (why === undefined) return [];
  return [finding(entry, 'over-extended', why, WRITE_CLAUSE)];
}

const WRITE_CLAUSE =
  'Write the clause, such as "extends: once by at most 30 days", or cite the instrument that allowed it.';

/** The quotation counts in months and the phrase in days, or the reverse. */
export function quoted(entry: EntryInput): Finding[] {
  const { quote = '' } = { ...entry.item.obligation, ...entry.item.phase };
  const months = /\b(\d+|one|two|three|six|nine|twelve)\s+months?\b/i.exec(quote)?.[0];
  const days = /\b\d+\s+days?\b/i.exec(quote)?.[0];
  const units = momentsIn(entry.item)
    .filter((plain: MomentExpr) => plain.type === 'shift')
    .flatMap(({ period }) => period.parts.map(({ unit }) => unit));
  if (entry.item.due?.type === 'within') {
    units.push(...entry.item.due.period.parts.map(({ unit }) => unit));
  }
  const other =
    months !== undefined && days === undefined && units.includes('day') && !units.includes('month')
      ? months
      : days !== undefined &&
          months === undefined &&
          units.includes('month') &&
          !units.includes('day')
        ? days
        : undefined;
  if (other === undefined) return [];
  const detail = `the quotation says "${other}", but the phrase says "${entry.item.phrase}"`;
  return [
    finding(
      entry,
      'days-or-months',
      detail,
      `Write "${other}" in the phrase as well: 90 days are not 3 months.`,
    ),
  ];
}

/** Longest period, in days, for which an inclusive count is reported: for longer ones the two are rarely confused. */
const SHORT_DAYS = 31;

const ADVICE: Partial<Record<Reading['reading'], string>> = {
  'month-end': 'Write the day itself, such as "due: by 2026-02-28", or count in days.',
  'inclusive-count':
    'Where the text counts the day itself as day 1, write "due: by day 10 of signing".',
  'zones-differ': 'Write the zone whose midnight counts: "zone: Europe/Kyiv" in the obligation.',
  'hours-from-a-day': 'Record the event with its time, such as 2025-11-27T18:30:00+02:00.',
};

/** Other readings of the phrase that give another day. */
export function otherReadings(entry: EntryInput): Finding[] {
  const dated = entry.milestones.find(({ dueOn, endsOn }) => (dueOn ?? endsOn) !== undefined);
  if (dated === undefined) return [];
  const short = periodsOf(entry.item).some(({ parts }) =>
    parts.every(({ amount, unit }) => unit === 'day' && amount > 0 && amount <= SHORT_DAYS),
  );
  return entry.readings(dated).flatMap(({ reading, text }) => {
    const advice = ADVICE[reading];
    if (reading === 'exclusive-count' || advice === undefined) return [];
    if (reading === 'inclusive-count' && !short) return [];
    const detail = `the date is ${day(dated.dueOn ?? dated.endsOn)}. ${text.replace(/\.$/, '')}`;
    return [finding(entry, reading, detail, advice)];
  });
}

function day(value: EpochDay | undefined): string {
  return value === undefined ? 'no day' : formatDay(value);
}
