import { loaded } from '../../state/plan';
import { time } from '../../words/format';

/** The day of an instant in the agreement's zone. */
export function localDay(instant: number): number {
  const now = loaded.value;
  return now === undefined
    ? 0
    : now.context.zones.localOf(instant, now.agreement.document.zone).day;
}

/** Day and clock time of an instant in the agreement's zone, from RFC 3339 or epoch milliseconds. */
export function localTime(at: string | number): string {
  const now = loaded.value;
  const instant = typeof at === 'number' ? at : Date.parse(at);
  if (now === undefined) return '';
  const { day, millisecond } = now.context.zones.localOf(instant, now.agreement.document.zone);
  return time(day * 86_400_000 + millisecond);
}
