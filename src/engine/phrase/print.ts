import { formatDay } from '../calendar/epoch-day';
import type { Period } from '../model/period';
import { printNthDay } from './nth-day';
import { printRough, unitOf } from './rough';
import type {
  Bound,
  Cond,
  Due,
  Every,
  Extends,
  Holds,
  MomentExpr,
  Opens,
  Pauses,
  Ref,
  Renews,
  Reverts,
  Rhythm,
} from './tree';
import { MONTHS, printAmount, printOrdinal, WEEKDAYS } from './words';

/** Prints trees as phrases in one canonical form: parsing what is printed gives the same tree. */

export function printDue(due: Due): string {
  switch (due.type) {
    case 'undated':
      return 'undated';
    case 'within':
      return `within ${printPeriod(due.period)} of ${printMomentInside(due.of)}${printBounds(due.but)}`;
    case 'target': {
      const of = `${printMomentInside(due.of)}${printBounds(due.but)}`;
      return due.bare ? of : `${due.relation} ${of}`;
    }
    case 'beside':
      return `${due.relation} ${due.path}`;
    case 'every':
      return printEvery(due);
  }
}

function printEvery({ rhythm, start, of, until, times, shift }: Every): string {
  const end =
    until === undefined
      ? times === undefined
        ? ''
        : ` ${times} times`
      : ` until ${printMomentInside(until)}`;
  const lead = shift === undefined ? '' : `${printPeriod(shift.period)} ${shift.direction} `;
  return `${lead}every ${printRhythm(rhythm)} ${start} ${printMomentInside(of)}${end}`;
}

export function printRhythm(rhythm: Rhythm): string {
  switch (rhythm.type) {
    case 'period':
      return printPeriod(rhythm.period);
    case 'year':
      return `year on ${rhythm.on.map(({ month, day }) => `${day} ${MONTHS[month - 1]}`).join(' and ')}`;
    case 'month':
      return `month on day ${rhythm.day}`;
    case 'week':
      return `week on ${WEEKDAYS[rhythm.weekday - 1]}`;
    case 'nth': {
      const month = rhythm.month === undefined ? '' : ` of ${MONTHS[rhythm.month - 1]}`;
      return `${rhythm.unit} on ${printNthDay(rhythm)}${month}`;
    }
  }
}

export function printHolds(holds: Holds): string {
  const parts: string[] = [];
  if (holds.during !== undefined) parts.push(`during ${holds.during}`);
  if (holds.alongside !== undefined) parts.push(`alongside ${holds.alongside}`);
  if (holds.from !== undefined) parts.push(`from ${printMomentInside(holds.from)}`);
  if (holds.until !== undefined) parts.push(`until ${printMomentInside(holds.until)}`);
  if (holds.for !== undefined) parts.push(`for ${printPeriod(holds.for)}`);
  if (holds.while !== undefined) parts.push(`while ${printCond(holds.while)}`);
  return parts.join(' ');
}

/** `opens`: a moment, or the beginning of another obligation. */
export function printOpens(opens: Opens): string {
  return opens.type === 'beside' ? `${opens.relation} ${opens.path}` : printMoment(opens);
}

/** `falls`: a moment, or a repetition. */
export function printFalls(falls: MomentExpr | Every): string {
  return falls.type === 'every' ? printEvery(falls) : printMoment(falls);
}

/** `Moment` of the grammar: a moment with its bounds. As a whole phrase it needs no parentheses. */
export function printMoment(expr: MomentExpr): string {
  if (expr.type === 'rough') return `in ${printRough(expr)}`;
  if (expr.type !== 'limited') return printMomentInside(expr);
  return `${printMomentInside(expr.of)}${printBounds(expr.but)}`;
}

function printBounds(bounds: readonly Bound[] = []): string {
  return bounds.map(({ not, of }) => ` but not ${not} ${printMomentInside(of)}`).join('');
}

/** `Plain` of the grammar: a moment inside another, in parentheses where it has bounds. */
function printMomentInside(expr: MomentExpr): string {
  switch (expr.type) {
    case 'day':
      return formatDay(expr.day);
    case 'instant':
      return expr.text;
    case 'rough':
      return printRough(expr);
    case 'ref':
      return printRef(expr);
    case 'shift':
      return `${printPeriod(expr.period)} ${expr.direction} ${printMomentInside(expr.of)}`;
    case 'pick':
      return `${expr.which} of (${expr.of.map(printMoment).join(' and ')})`;
    case 'day-n':
      return `day ${expr.n} of ${printMomentInside(expr.of)}`;
    case 'edge': {
      const { unit, of } = expr;
      const day = printNthDay(expr);
      if (unit === undefined) {
        return `${day} ${expr.on ? 'on or ' : ''}${expr.direction} ${printMomentInside(of)}`;
      }
      if (expr.nth === undefined) {
        const named = of.type === 'rough' && unitOf(of) === unit;
        return `${day} of ${named ? '' : `the ${unit} of `}${printMomentInside(of)}`;
      }
      const nth = printOrdinal(expr.nth);
      return `${day} of the ${nth} ${unit} ${expr.direction} ${printMomentInside(of)}`;
    }
    case 'limited':
      return `(${printMoment(expr)})`;
    case 'clock': {
      const hours = String(Math.floor(expr.minute / 60)).padStart(2, '0');
      const minutes = String(expr.minute % 60).padStart(2, '0');
      const zone = expr.zone === undefined ? '' : ` in ${expr.zone}`;
      // In "at 10:00 on at 12:00 on X in Z" the zone would belong to the inner clock time.
      const of = endsInClock(expr.of)
        ? `(${printMomentInside(expr.of)})`
        : printMomentInside(expr.of);
      return `at ${hours}:${minutes} on ${of}${zone}`;
    }
  }
}

function endsInClock(expr: MomentExpr): boolean {
  if (expr.type === 'clock') return true;
  const nests = expr.type === 'shift' || expr.type === 'day-n' || expr.type === 'edge';
  return nests && endsInClock(expr.of);
}

export function printRef({ path, moment, its, ordinal }: Ref): string {
  if (path === '' && moment === undefined) return 'it';
  const name = [path, moment].filter((part) => part !== '' && part !== undefined).join('.');
  if (its) return `its ${name}`;
  if (ordinal === undefined) return name;
  return `${ordinal === 'last' ? 'last' : printOrdinal(ordinal)} ${name}`;
}

export function printPeriod(period: Period): string {
  const parts = period.parts.map(({ amount, unit }) => printAmount(amount, unit));
  return `${period.exactly ? 'exactly ' : ''}${parts.join(' and ')}`;
}

export function printCond(cond: Cond): string {
  if (cond.type !== 'test') {
    const joiner = cond.type === 'all' ? ' and ' : ' or ';
    return cond.of
      .map((one) => (one.type === 'test' ? printCond(one) : `(${printCond(one)})`))
      .join(joiner);
  }
  const test = `${cond.no ? 'no ' : ''}${printRef(cond.of)}`;
  return cond.than === undefined
    ? test
    : `${test} ${cond.relation} ${printMomentInside(cond.than)}`;
}

export function printExtends({ times, cap, deductedFrom }: Extends): string {
  const count = times === undefined ? '' : `${printTimes(times)} `;
  const deducted = deductedFrom === undefined ? '' : ` deducted from ${deductedFrom}`;
  if (cap === undefined) return `${count}by agreement${deducted}`;
  const limit =
    cap.type === 'at-most'
      ? `by at most ${printPeriod(cap.period)}`
      : `never beyond ${printMomentInside(cap.of)}`;
  return `${count}${limit}${deducted}`;
}

export function printRenews({ for: period, times, unless, before }: Renews): string {
  const count = times === undefined ? '' : `${printTimes(times)} `;
  const notice = before === undefined ? '' : ` ${printPeriod(before)} before`;
  return `for ${printPeriod(period)} ${count}unless ${unless}${notice}`;
}

export function printPauses({ while: cond, ending }: Pauses): string {
  return `while ${printCond(cond)}${ending === 'resuming' ? '' : ' restarting'}`;
}

export function printReverts({ paths, on }: Reverts): string {
  return `${paths.length === 0 ? '' : `${paths.join(' and ')} `}on ${printMomentInside(on)}`;
}

function printTimes(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
