import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { navigate } from '../../state/address';
import { loaded, now } from '../../state/plan';
import { allTexts, longDay } from '../../words/format';
import { localTime } from './day';

/** Says which instant is shown where it is not the present, with a button back to now. */
export function AsOfBanner() {
  return (
    <p class="moment" role="status">
      {bannerText()}{' '}
      <button type="button" onClick={() => navigate({ asOf: '', knownAt: '' })}>
        {allTexts.value.moment.now}
      </button>
    </p>
  );
}

function bannerText(): string {
  const { moment } = allTexts.value;
  const shown = loaded.value;
  if (shown === undefined) return '';
  const { plan, asked } = shown;
  // `knownAt` alone shows the statuses of that instant.
  const on = startOf(asked.asOf === '' ? asked.knownAt : asked.asOf, plan.asOf);
  const stood = plan.asOf > now.value ? moment.future(on) : moment.past(on);
  if (asked.knownAt === '') return `${stood}.`;
  return `${stood}, ${moment.known(startOf(asked.knownAt, plan.knownAt))}.`;
}

/** "the start of …" for a day, since a day means its first instant; day and time for an instant. */
function startOf(text: string, instant: number): string {
  const day = parseDay(text);
  return day === undefined ? localTime(instant) : allTexts.value.moment.start(longDay(day));
}
