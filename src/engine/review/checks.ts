import { formatDay } from '../calendar/epoch-day';
import { isUncoveredDay } from '../calendar/working-calendar';
import type { Agreement } from '../compile/agreement';
import type { Item } from '../compile/item';
import { momentsIn } from '../compile/moments';
import type { Fact } from '../model/fact';
import type { Milestone } from '../model/milestone';
import type { EpochDay, Instant } from '../model/time';
import type { MomentExpr, Ref, ScheduledMoment } from '../phrase/tree';
import type { ScheduleContext } from '../schedule/options';
import { isWrongByText } from './anchors';
import { FINDINGS, type Finding, type FindingKind } from './finding';
import { periodsOf, type Reading } from './readings';

/** The checks of an agreement's entries, each for one thing its authors may not have meant. */

export interface Look {
  agreement: Agreement;
  facts: readonly Fact[];
  context: ScheduleContext;
  item: Item;
  pointer: string;
  milestones: readonly Milestone[];
  byPath: ReadonlyMap<string, readonly Milestone[]>;
  readings: (milestone: Milestone) => Reading[];
}

/** @param severity where it is another than that of the kind. */
export function found(
  { pointer, item }: Look,
  kind: FindingKind,
  detail: string,
  advice: string,
  severity: Finding['severity'] = FINDINGS[kind].severity,
): Finding {
  return { kind, severity, pointer, path: item.path, detail, advice };
}

export function undated(look: Look): Finding[] {
  if (look.item.due?.type !== 'undated') return [];
  const advice = 'Leave it so if the text gives no date; a later instrument may set one.';
  return [found(look, 'undated-duty', 'it is a duty, and the text gives it no date', advice)];
}

/** An anchor that is no party's to bring about and that nothing ever records. */
export function unrecorded(look: Look): Finding[] {
  const { item, facts, agreement } = look;
  const named = new Set(
    momentsIn(item)
      .filter((plain): plain is Ref => plain.type === 'ref' && plain.path !== '')
      .filter(({ moment, path }) => moment === undefined && path !== 'signing')
      .map(({ path }) => path),
  );
  return [...named]
    .filter((event) => !facts.some((fact) => fact.kind === 'occurred' && fact.subject === event))
    .map((event) => {
      const who = agreement.document.events?.[event]?.by;
      const detail = `it counts from "${event}", which nobody has recorded${who === undefined ? ' and nobody is named to bring about' : ''}`;
      return found(look, 'unrecorded-anchor', detail, `Record "${event}" when it happens.`);
    });
}

/** What opens after it is due, or ends before it starts: an error of the text, or what the facts made of it. */
export function windows(look: Look): Finding[] {
  const wrong = look.milestones.filter((one) => closesFirst(one) || endsFirst(one));
  if (wrong.length === 0) return [];
  const byText = (moments: readonly [ScheduledMoment, ScheduledMoment], is: typeof endsFirst) =>
    isWrongByText(look.item, moments, look.agreement, look.context, is);
  return wrong.map((milestone) => {
    const { id } = milestone;
    if (closesFirst(milestone)) {
      const detail = `${id} opens on ${day(milestone.opensOn)}, after it is due on ${day(milestone.dueOn)}`;
      return byText(['opens', 'due'], closesFirst)
        ? found(look, 'opens-after-it-closes', detail, 'Check both phrases; nobody can meet them.')
        : found(look, 'opens-after-it-closes', detail, BY_FACTS, 'note');
    }
    const detail = `${id} ends on ${day(milestone.endsOn)}, before it starts on ${day(milestone.startsOn)}`;
    return byText(['starts', 'ends'], endsFirst)
      ? found(look, 'never-due', detail, 'Check where the interval starts and ends.')
      : found(look, 'never-due', detail, BY_FACTS, 'note');
  });
}

const BY_FACTS = 'The text allows it; what happened, or is assumed, made it so.';

const isBefore = (end: Instant | undefined, start: Instant | undefined): boolean =>
  start !== undefined && end !== undefined && start >= end;

function closesFirst({ opensAt, dueAt, graceEndsAt }: Milestone): boolean {
  return isBefore(graceEndsAt ?? dueAt, opensAt);
}

function endsFirst({ startsAt, endsAt }: Milestone): boolean {
  return isBefore(endsAt, startsAt);
}

/** Due before what it is counted from, or could be due before another that must be done first. */
export function dependencies(look: Look): Finding[] {
  const { item, byPath } = look;
  const refs = momentsIn(item).filter((plain): plain is Ref => plain.type === 'ref');
  const [own] = look.milestones;
  if (own?.dueOn === undefined) return [];
  return refs.flatMap((ref) => {
    if (ref.moment !== 'due' && ref.moment !== 'fulfilled') return [];
    const [before] = byPath.get(ref.path) ?? [];
    if (before?.dueOn === undefined || before.dueOn <= (own.dueOn as EpochDay)) return [];
    if (isBackwards(item)) return [];
    const detail = `it is due on ${day(own.dueOn)}, before "${ref.path}", which it depends on, on ${day(before.dueOn)}`;
    const advice = `Check the two dates, or count from ${ref.path}.fulfilled.`;
    return [found(look, 'due-before-what-it-depends-on', detail, advice)];
  });
}

/** An interval that starts on the very day that is the last of the one it follows. */
export function touching(look: Look): Finding[] {
  const { item, byPath, milestones } = look;
  const from = item.holds?.from;
  if (from?.type !== 'ref' || from.moment !== 'ends') return [];
  const before = byPath.get(from.path) ?? [];
  return milestones.flatMap(({ id, startsOn, party }) => {
    const last = before.find((one) => one.party === party)?.endsOn;
    if (startsOn === undefined || startsOn !== last) return [];
    const detail = `${id} starts on ${day(startsOn)}, which is still the last day of "${from.path}"`;
    const advice = `If it is to follow, say "from 1 day after ${from.path}.ends".`;
    return [found(look, 'periods-touch', detail, advice)];
  });
}

function isBackwards(item: Item): boolean {
  return momentsIn(item).some((plain) => plain.type === 'shift' && plain.direction === 'before');
}

export function nonWorking(look: Look): Finding[] {
  const { item, context } = look;
  const known = item.calendars
    .map((name) => context.calendars?.get(name))
    .filter((calendar) => calendar !== undefined);
  return look.milestones.flatMap(({ dueOn, kind, id }) => {
    if (dueOn === undefined || kind !== 'achievement') return [];
    for (const calendar of known) {
      const reason = calendar.reason(dueOn);
      if (reason === undefined) continue;
      const detail = `${id} is due on ${day(dueOn)}, a day off in ${calendar.title} (${reason})`;
      const advice = 'If it is to move to a working day, choose a convention that rolls.';
      return [found(look, 'non-working-day', detail, advice)];
    }
    return [];
  });
}

export function calendars(look: Look): Finding[] {
  const { item, context } = look;
  const missing = item.calendars.filter((name) => !context.calendars?.has(name));
  const gaps = new Set(look.milestones.flatMap(({ waitsFor }) => waitsFor.filter(isUncoveredDay)));
  const used = missing.filter(() =>
    look.milestones.some(({ waitsFor }) => waitsFor.some((name) => name.startsWith('calendar '))),
  );
  return [
    ...used.map((name) =>
      found(
        look,
        'calendar-missing',
        `there is no calendar "${name}"`,
        'Add its file, or name another.',
      ),
    ),
    ...[...gaps].map((gap) =>
      found(
        look,
        'beyond-calendar',
        `the count leaves the days that the calendar speaks for: no ${gap}`,
        'Extend the calendar’s table from a source; until then the date may move.',
      ),
    ),
  ];
}

export function extensions(look: Look): Finding[] {
  const { item, facts } = look;
  const used = facts.filter(({ kind, subject }) => kind === 'extended' && subject === item.path);
  if (used.length === 0) return [];
  const times = item.extends?.times;
  const beyond = look.milestones.find(
    ({ latestOn, endsOn, dueOn }) => latestOn !== undefined && (endsOn ?? dueOn ?? 0) > latestOn,
  );
  const why =
    item.extends === undefined
      ? 'it was extended, and the text has no clause for that'
      : times !== undefined && used.length > times
        ? `it was extended ${used.length} times, and the text allows ${times}`
        : beyond && `it was extended past ${day(beyond.latestOn)}, the last day the text allows`;
  if (why === undefined) return [];
  return [found(look, 'over-extended', why, 'Cite the instrument that allowed it.')];
}

/** The text says months and the phrase days, or the other way round. */
export function quoted(look: Look): Finding[] {
  const { quote = '' } = { ...look.item.obligation, ...look.item.phase };
  const months = /\b(\d+|one|two|three|six|nine|twelve)\s+months?\b/i.exec(quote)?.[0];
  const days = /\b\d+\s+days?\b/i.exec(quote)?.[0];
  const units = momentsIn(look.item)
    .filter((plain: MomentExpr) => plain.type === 'shift')
    .flatMap(({ period }) => period.parts.map(({ unit }) => unit));
  if (look.item.due?.type === 'within') {
    units.push(...look.item.due.period.parts.map(({ unit }) => unit));
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
  const detail = `the quotation says "${other}", the phrase "${look.item.phrase}"`;
  return [
    found(look, 'days-or-months', detail, 'Say it as the text does: 90 days are not 3 months.'),
  ];
}

/** Days in which an exclusive and an inclusive count are likely to be mixed up: nobody counts ten years so. */
const SHORT_DAYS = 31;

const ADVICE: Partial<Record<Reading['reading'], string>> = {
  'month-end': 'Name the day, or count in days.',
  'inclusive-count': 'Say "day N of" where the text numbers its days.',
  'zones-differ': 'Say whose midnight counts.',
  'hours-from-a-day': 'Record the instant.',
};

/** Where another careful reader comes to another day. */
export function otherwise(look: Look): Finding[] {
  const dated = look.milestones.find(({ dueOn, endsOn }) => (dueOn ?? endsOn) !== undefined);
  if (dated === undefined) return [];
  const short = periodsOf(look.item).some(({ parts }) =>
    parts.every(({ amount, unit }) => unit === 'day' && amount > 0 && amount <= SHORT_DAYS),
  );
  return look.readings(dated).flatMap(({ reading, text }) => {
    const advice = ADVICE[reading];
    if (reading === 'exclusive-count' || advice === undefined) return [];
    if (reading === 'inclusive-count' && !short) return [];
    const detail = `it is ${day(dated.dueOn ?? dated.endsOn)}. ${text.replace(/\.$/, '')}`;
    return [found(look, reading, detail, advice)];
  });
}

function day(value: EpochDay | undefined): string {
  return value === undefined ? 'no day' : formatDay(value);
}
