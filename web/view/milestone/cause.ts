import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { parseInstant } from '../../../src/engine/calendar/instant';
import { allTexts, weekDay } from '../../words/format';
import { localTime } from '../shared/day';
import { nameOf, partyName } from './due';

type Reading = readonly [pattern: RegExp, say: (...parts: string[]) => string];

/** The causes that the service writes, with how the page says each. */
const CAUSES: readonly Reading[] = [
  [/^clock$/, () => allTexts.value.cause.clock],
  [/^renewed tacitly: /, () => allTexts.value.cause.renewed],
  [/^agreement \S+ added$/, () => allTexts.value.cause.added],
  [/^document amended to version (\d+)$/, (version) => allTexts.value.cause.amended(version)],
  [/^(\d+) facts recorded$/, (count) => allTexts.value.cause.facts(count)],
  [
    /^a fact about (.+?)(?: by (\S+))? retracted$/,
    (what, by) => allTexts.value.cause.retracted(about(what, by)),
  ],
  [
    /^(.+) recorded as (\S+?)(?: by (\S+))?$/,
    (what, kind, by) => `${about(what, by)}: ${allTexts.value.move[kind] ?? kind}`,
  ],
  [/^signing set to (\S+) by configuration$/, (to) => allTexts.value.cause.configured(signing(to))],
  [/^signing set to (\S+ \(\w+\))$/, (to) => allTexts.value.cause.signed(signing(to))],
  [/^signing of (\S+ \(\w+\)) retracted$/, (from) => allTexts.value.cause.unsigned(signing(from))],
  [
    /^signing changed from (\S+ \(\w+\)) to (\S+ \(\w+\))$/,
    (from, to) => allTexts.value.cause.resigned(signing(from), signing(to)),
  ],
  [/^counted by /, () => allTexts.value.cause.computed],
  [/^(\d+) of its dates pinned$/, (count) => allTexts.value.cause.pinned(count)],
  [/^the signing date in the configuration$/, () => allTexts.value.cause.configuration],
];

/** A cause that the service wrote, in the page's language; any other text, such as a reason that somebody gave, as it is. */
export function causeText(text: string): string {
  for (const [pattern, say] of CAUSES) {
    const found = pattern.exec(text);
    if (found !== null) return say(...found.slice(1));
  }
  return text;
}

function about(what: string, by: string | undefined): string {
  const name = what === 'the agreement' || what === '*' ? allTexts.value.agreement : nameOf(what);
  return by === undefined ? name : `${name} (${partyName(by)})`;
}

/** "2025-11-27 (hypothetical)" as a day or time, and what kind of signing it is. */
function signing(text: string): string {
  const { cite } = allTexts.value;
  const [on = '', kind] = text.split(' ');
  const [day, instant] = [parseDay(on), parseInstant(on)];
  const when = day !== undefined ? weekDay(day) : instant !== undefined ? localTime(instant) : on;
  if (kind === undefined) return when;
  return `${when} (${kind === '(hypothetical)' ? cite.hypothetical : cite.signed})`;
}
