import { low, type Token, WordTable } from '../layout/tokens';
import { numberAt, type Read } from './numbers';

/** A length as the language writes it. */
export interface Length {
  /** "30 days", "2 years and 6 months". */
  readonly text: string;
  /** Whether its number stands in the text; "a month" has none. */
  readonly counted: boolean;
  /** Whether it names something rather than fixing a time: "the 20-day period". */
  readonly compound: boolean;
}

/** The units of the language by the words that stand for them; a fortnight is two weeks. */
const UNITS = new WordTable<{ unit: string; times: number }>([
  ["minute|minutes|minute's", { unit: 'minute', times: 1 }],
  ["hour|hours|hour's", { unit: 'hour', times: 1 }],
  ["day|days|day's", { unit: 'day', times: 1 }],
  [
    "calendar|consecutive|clear|natural|full|whole|further|more|additional day|days|day's",
    { unit: 'day', times: 1 },
  ],
  [
    "business|working|work|banking|trading|weekday day|days|day's",
    { unit: 'working day', times: 1 },
  ],
  ["week|weeks|week's", { unit: 'week', times: 1 }],
  [
    "calendar|consecutive|full|further|more|additional week|weeks|week's",
    { unit: 'week', times: 1 },
  ],
  ['fortnight|fortnights', { unit: 'week', times: 2 }],
  ["month|months|month's", { unit: 'month', times: 1 }],
  [
    "calendar|consecutive|full|further|more|additional|successive month|months|month's",
    { unit: 'month', times: 1 },
  ],
  ["quarter|quarters|quarter's", { unit: 'quarter', times: 1 }],
  ["calendar quarter|quarters|quarter's", { unit: 'quarter', times: 1 }],
  ["year|years|year's", { unit: 'year', times: 1 }],
  [
    "calendar|consecutive|full|further|more|additional|successive|contract year|years|year's",
    { unit: 'year', times: 1 },
  ],
  ['decade|decades', { unit: 'year', times: 10 }],
]);

/** Words after a number of days that say that only working days count. */
const DAYS_OFF =
  /^\((?:excepting|excluding|except|exclusive of|not including)[^)]{0,60}\b(?:sundays?|holidays?|weekends?)[^)]{0,60}\)$/;

const printed = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** A length in units of time. "a" counts as one where `article` is set. */
export function lengthAt(
  tokens: readonly Token[],
  i: number,
  article = true,
): Read<Length> | undefined {
  const first = partAt(tokens, i, article);
  if (first === undefined) return undefined;
  // "two years and six months"
  if (low(tokens, first.to) === 'and' && !first.compound) {
    const second = partAt(tokens, first.to + 1, false);
    if (second !== undefined && second.unit !== first.unit && !second.half) {
      return {
        value: { text: `${first.text} and ${second.text}`, counted: true, compound: false },
        to: second.to,
      };
    }
  }
  const { text, to, counted, compound } = daysOff(tokens, first);
  return { value: { text, counted, compound }, to };
}

interface Part {
  text: string;
  unit: string;
  n: number;
  to: number;
  counted: boolean;
  compound: boolean;
  half: boolean;
}

function partAt(tokens: readonly Token[], i: number, article: boolean): Part | undefined {
  const half = halfAt(tokens, i);
  if (half !== undefined) return half;
  const one = article && ['a', 'an'].includes(low(tokens, i)) ? { value: 1, to: i + 1 } : undefined;
  const number = numberAt(tokens, i) ?? one;
  if (number === undefined) return undefined;
  let { to } = number;
  // "nine and a half months"
  const halves =
    low(tokens, to) === 'and' && low(tokens, to + 1) === 'a' && low(tokens, to + 2) === 'half';
  if (halves) to += 3;
  const compound = low(tokens, to) === '-' && low(tokens, to - 1) !== '-';
  const unit = UNITS.at(tokens, compound ? to + 1 : to);
  if (unit === undefined) return undefined;
  const n = number.value * unit.value.times;
  if (n === 0) return undefined;
  const whole = printed(n, unit.value.unit);
  const text = halves ? withHalf(n, unit.value.unit) : whole;
  if (text === undefined) return undefined;
  return {
    text,
    unit: unit.value.unit,
    n,
    to: unit.to,
    counted: one === undefined,
    compound,
    half: halves,
  };
}

/** The half of a unit in a smaller one. */
const HALVES: Readonly<Record<string, string>> = {
  year: '6 months',
  hour: '30 minutes',
  day: '12 hours',
  month: '15 days',
};

function withHalf(n: number, unit: string): string | undefined {
  const half = HALVES[unit];
  return half === undefined ? undefined : `${printed(n, unit)} and ${half}`;
}

/** "half a year", "one-half year", "half an hour". */
function halfAt(tokens: readonly Token[], i: number): Part | undefined {
  if (low(tokens, i) !== 'half') return undefined;
  const unit = UNITS.at(tokens, ['a', 'an'].includes(low(tokens, i + 1)) ? i + 2 : i + 1);
  const text = unit && HALVES[unit.value.unit];
  if (unit === undefined || text === undefined) return undefined;
  return {
    text,
    unit: unit.value.unit,
    n: 1,
    to: unit.to,
    counted: true,
    compound: false,
    half: true,
  };
}

/** "20 days (excepting Saturdays, Sundays, and legal public holidays)" are working days. */
function daysOff(tokens: readonly Token[], part: Part): Part {
  if (part.unit !== 'day' || low(tokens, part.to) !== '(') return part;
  let close = part.to + 1;
  while (close < part.to + 16 && low(tokens, close) !== ')') close += 1;
  if (low(tokens, close) !== ')') return part;
  const inside = tokens
    .slice(part.to, close + 1)
    .map(({ low: word }) => word)
    .join(' ')
    .replace('( ', '(')
    .replace(' )', ')');
  if (!DAYS_OFF.test(inside)) return part;
  return { ...part, text: printed(part.n, 'working day'), to: close + 1 };
}
