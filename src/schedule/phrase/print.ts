import { formatDay } from '../epoch-day';
import type { Due, Holds, Period, Plain } from './tree';

/** Phrases from their trees, one way to say each thing: parsing what is printed gives the same tree. */
export function printDue(due: Due): string {
  if (due.type === 'undated') return 'undated';
  if (due.type === 'within') return `within ${printPeriod(due.period)} of ${printPlain(due.of)}`;
  return due.bare ? printPlain(due.of) : `${due.relation} ${printPlain(due.of)}`;
}

export function printHolds(holds: Holds): string {
  const parts: string[] = [];
  if (holds.from !== undefined) parts.push(`from ${printPlain(holds.from)}`);
  if (holds.until !== undefined) parts.push(`until ${printPlain(holds.until)}`);
  if (holds.for !== undefined) parts.push(`for ${printPeriod(holds.for)}`);
  return parts.join(' ');
}

export function printPlain(plain: Plain): string {
  switch (plain.type) {
    case 'day':
      return formatDay(plain.day);
    case 'instant':
      return plain.text;
    case 'ref':
      return plain.moment === undefined ? plain.path : `${plain.path}.${plain.moment}`;
    case 'shift':
      return `${printPeriod(plain.period)} ${plain.direction} ${printPlain(plain.of)}`;
    case 'pick':
      return `${plain.which} of (${plain.of.map(printPlain).join(' and ')})`;
    case 'clock': {
      const hours = String(Math.floor(plain.minute / 60)).padStart(2, '0');
      const minutes = String(plain.minute % 60).padStart(2, '0');
      const zone = plain.zone === undefined ? '' : ` in ${plain.zone}`;
      // "at 10:00 on at 12:00 on X in Z" would give the zone to the inner clock.
      const of = endsInClock(plain.of) ? `(${printPlain(plain.of)})` : printPlain(plain.of);
      return `at ${hours}:${minutes} on ${of}${zone}`;
    }
  }
}

function endsInClock(plain: Plain): boolean {
  return plain.type === 'clock' || (plain.type === 'shift' && endsInClock(plain.of));
}

export function printPeriod(period: Period): string {
  const parts = period.parts.map(
    ({ amount, unit }) => `${amount} ${unit}${amount === 1 ? '' : 's'}`,
  );
  return `${period.exactly ? 'exactly ' : ''}${parts.join(' and ')}`;
}
