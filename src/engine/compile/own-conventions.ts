import { weekdayOf } from '../calendar/working-calendar';
import type { Convention } from '../counting/convention';
import { CONVENTIONS, D_PLUS_N, DEFAULT_CONVENTION } from '../counting/conventions';
import type { AgreementDocument, DocumentFault, OwnConvention } from '../model/document';
import type { Provision } from '../model/step';
import { suggestion } from './suggest';

type Parameter = Exclude<keyof OwnConvention, 'like' | 'title' | 'source'>;

/** Which rules a parameter changes. */
const RULES: Readonly<Record<Parameter, readonly (keyof Convention['citations'])[]>> = {
  'excludes-trigger-day': ['trigger'],
  'counts-begun-day': ['begunDay'],
  'month-end': ['months'],
  'clear-days': ['days'],
  roll: ['roll'],
  'roll-forward': ['roll'],
  'roll-backward': ['roll'],
  'rolls-for': ['roll'],
  'short-period-days': ['days', 'working'],
  'minimum-working-days': ['roll'],
  'hours-from': ['hours'],
  'hours-roll': ['roll'],
  'keeps-clock': ['hours'],
  weekend: ['working'],
  calendars: ['working'],
};
const PARAMETERS: readonly string[] = Object.keys(RULES);

const isParameter = (key: string): key is Parameter => PARAMETERS.includes(key);

/** How many conventions may be like one another in a chain. */
const MOST_LIKE = 20;

/** The conventions that a document may count by, by name: the shipped ones and its own. Faults are added. */
export function conventionsOf(
  { conventions = {} }: AgreementDocument,
  faults: DocumentFault[],
): ReadonlyMap<string, Convention> {
  const found = new Map(CONVENTIONS);
  const resolve = (name: string, path: readonly string[]): Convention => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const own = conventions[name];
    const pointer = `/conventions/${path.at(-1)}/like`;
    const example = `like: ${DEFAULT_CONVENTION}`;
    if (own === undefined || !Object.hasOwn(conventions, name)) {
      const names = [...CONVENTIONS.keys(), ...Object.keys(conventions)];
      faults.push({ ...unknownConvention(pointer, name, names), example });
      return D_PLUS_N;
    }
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' is like ');
      const expected = 'a convention that does not depend on this one';
      faults.push({ pointer, detail: `circular: ${circle}`, expected, example });
      return D_PLUS_N;
    }
    if (path.length >= MOST_LIKE) {
      const detail = `"${path[0]}" is like a convention that is like another, ${MOST_LIKE} times over`;
      const expected = `at most ${MOST_LIKE} conventions, each like the next`;
      faults.push({ pointer, detail, expected, example });
      return D_PLUS_N;
    }
    const made = complete(name, own, resolve(own.like ?? DEFAULT_CONVENTION, [...path, name]));
    // Of a circle, each convention is completed while the others are; the first result stays.
    if (!found.has(name)) found.set(name, made);
    return made;
  };
  for (const [name, own] of Object.entries(conventions)) {
    if (CONVENTIONS.has(name)) {
      faults.push({
        pointer: `/conventions/${name}`,
        detail: `"${name}" is the name of a convention that Pacta has`,
        expected: 'another name',
        example: `conventions: {own-${name}: {like: ${name}}}`,
      });
      continue;
    }
    faults.push(...withoutEffect(name, own, resolve(name, [])));
  }
  return found;
}

/** Parameters that nothing can depend on beside the others. */
function withoutEffect(name: string, own: OwnConvention, made: Convention): DocumentFault[] {
  const pointer = `/conventions/${name}`;
  const faults: DocumentFault[] = [];
  if (own['month-end'] !== undefined && !made.excludesTriggerDay) {
    faults.push({
      pointer: `${pointer}/month-end`,
      detail: '"month-end" has no effect where the day of the event is day 1',
      expected: 'beside "excludes-trigger-day: true"',
      example: `{excludes-trigger-day: true, month-end: ${own['month-end']}}`,
    });
  }
  if (own.weekend !== undefined && own.calendars !== undefined) {
    faults.push({
      pointer: `${pointer}/weekend`,
      detail: '"weekend" has no effect beside "calendars": a calendar has its own weekend',
      expected: 'one of weekend and calendars',
      example: `weekend: [${own.weekend.join(', ')}]`,
    });
  }
  return faults;
}

function complete(name: string, own: OwnConvention, base: Convention): Convention {
  const { source, weekend, calendars = weekend === undefined ? base.calendars : undefined } = own;
  const { calendars: _, ...rest } = base;
  return {
    ...rest,
    name,
    title: own.title ?? base.title,
    excludesTriggerDay: own['excludes-trigger-day'] ?? base.excludesTriggerDay,
    countsBegunDay: own['counts-begun-day'] ?? base.countsBegunDay,
    monthEnd: own['month-end'] ?? base.monthEnd,
    clearDays: own['clear-days'] ?? base.clearDays,
    rollForward: own['roll-forward'] ?? own.roll ?? base.rollForward,
    rollBackward: own['roll-backward'] ?? own.roll ?? base.rollBackward,
    rolls: own['rolls-for'] ?? base.rolls,
    shortPeriodDays: own['short-period-days'] ?? base.shortPeriodDays,
    minimumWorkingDays: own['minimum-working-days'] ?? base.minimumWorkingDays,
    hoursFrom: own['hours-from'] ?? base.hoursFrom,
    hoursRoll: own['hours-roll'] ?? base.hoursRoll,
    keepsClock: own['keeps-clock'] ?? base.keepsClock,
    weekend: weekend?.map(weekdayOf) ?? base.weekend,
    ...(calendars !== undefined && { calendars }),
    citations: citationsOf(name, own, base, source),
  };
}

/** A rule that the convention sets is cited by its parameters, another by what the base cites. */
function citationsOf(
  name: string,
  own: OwnConvention,
  base: Convention,
  source: string | undefined,
): Convention['citations'] {
  const general = Object.values(base.citations).find((one) => typeof one !== 'string');
  const like = general === undefined ? base.name : `${general.convention}, like ${general.like}`;
  const cite = (says: string): Provision => ({ convention: name, like, says });
  const inherited = (one: Provision): Provision => cite(typeof one === 'string' ? one : one.says);
  const citations = { ...base.citations };
  for (const [rule, provision] of Object.entries(base.citations)) {
    Object.assign(citations, { [rule]: inherited(provision) });
  }
  const said = new Map<string, string[]>();
  for (const [key, value] of Object.entries(own)) {
    if (!isParameter(key)) continue;
    const text = `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`;
    for (const rule of RULES[key]) said.set(rule, [...(said.get(rule) ?? []), text]);
  }
  for (const [rule, texts] of said) {
    const says = [...texts, ...(source === undefined ? [] : [source])].join(', ');
    Object.assign(citations, { [rule]: cite(says) });
  }
  return citations;
}

/** @param known the names of all conventions. */
export function unknownConvention(
  pointer: string,
  name: string,
  known: Iterable<string>,
): DocumentFault {
  const names = [...known];
  return {
    pointer,
    detail: `there is no counting convention "${name}"${suggestion(name, names)}`,
    expected: `one of ${names.join(', ')}`,
    example: `counting: ${DEFAULT_CONVENTION}`,
  };
}
