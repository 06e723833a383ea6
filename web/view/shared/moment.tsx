import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { navigate, route } from '../../state/address';
import { loaded, now } from '../../state/plan';
import { longDay, say } from '../../words/format';
import { localTime } from './day';

/** Which day is shown, wherever it is not the present one, and the way back. */
export function MomentShown() {
  if (route.asOf + route.knownAt === '') return null;
  return (
    <p class="moment" role="status">
      {momentText()}{' '}
      <button type="button" onClick={() => navigate({ asOf: '', knownAt: '' })}>
        {say.value.moment.now}
      </button>
    </p>
  );
}

function momentText(): string {
  const { moment } = say.value;
  const shown = loaded.value;
  if (shown === undefined) return '';
  const { plan, asked } = shown;
  // Known without a day of its own: as it stood when that was known.
  const on = startOf(asked.asOf === '' ? asked.knownAt : asked.asOf, plan.asOf);
  const stood = plan.asOf > now.value ? moment.future(on) : moment.past(on);
  if (asked.knownAt === '') return `${stood}.`;
  return `${stood}, ${moment.known(startOf(asked.knownAt, plan.knownAt))}.`;
}

/** A day is asked for from its first instant on; any other text is an instant. */
function startOf(text: string, instant: number): string {
  const day = parseDay(text);
  return day === undefined ? localTime(instant) : say.value.moment.start(longDay(day));
}
