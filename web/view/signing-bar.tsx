import { formatDay } from '../../src/schedule/epoch-day';
import { go, here } from '../state/address';
import { slider } from '../state/heat';
import { mayAct } from '../state/session';
import { assumedSigning, baseline, shownSigning, suppose, supposing } from '../state/what-if';
import { longDay, say, signedDays, weekDay } from '../words/format';
import { CopyLink } from './copy';
import { DateField } from './date-field';
import { HeatStrip, HeatWords } from './heat-strip';
import { Scenarios, saving } from './scenarios';
import { setting } from './set-signing';

/** The one bold thing on the screen: the signing, in force or assumed, and all that moves it. */
export function SigningBar() {
  const w = say.value;
  const signing = shownSigning.value;
  const assumed = assumedSigning.value !== undefined;
  const inForce = baseline.value?.signing;
  const kind = signing === undefined ? 'none' : signing.hypothetical ? 'hypothetical' : 'actual';
  return (
    <section class={`signing is-${kind}`} aria-label={w.signing.title}>
      <div class="what">
        <p class="kind">{w.signing[assumed ? 'assumed' : kind]}</p>
        <output class="date">
          {signing === undefined ? w.signing.noDate : weekDay(signing.day)}
        </output>
        <InForce />
      </div>
      <Slider />
      <div class="tools">
        <Steps />
        <DateField
          label={w.signing.field}
          value={signing === undefined ? '' : formatDay(signing.day)}
          choose={(day) => day !== undefined && suppose(day)}
        />
        <CopyLink />
        <Scenarios />
        {(supposing.value || here.against !== '') && (
          <DateField
            label={w.scenario.holdAgainst}
            shown
            value={
              here.against === '' && inForce !== undefined ? formatDay(inForce.day) : here.against
            }
            choose={(day) => go({ against: day === undefined ? '' : formatDay(day) })}
          />
        )}
        {supposing.value && mayAct('monitor') && (
          <button type="button" onClick={() => (saving.value = true)}>
            {w.signing.save}
          </button>
        )}
        {signing !== undefined && assumed && mayAct('monitor') && (
          <button type="button" onClick={() => (setting.value = signing.day)}>
            {w.signing.putInForce}
          </button>
        )}
        {(supposing.value || here.against !== '') && (
          <button
            type="button"
            onClick={() => go({ signing: '', assume: [], against: '', changed: '' })}
          >
            {w.signing.reset}
          </button>
        )}
      </div>
    </section>
  );
}

/** What is in force, where something else is assumed. */
function InForce() {
  const w = say.value;
  const [before, now] = [baseline.value?.signing, shownSigning.value];
  if (assumedSigning.value === undefined || now === undefined) return null;
  if (before === undefined) return <p class="beside">{w.signing.noneInForce}</p>;
  const other = here.against === '' ? w.signing.beside : w.signing.besideAgainst;
  return (
    <p class="beside">
      {other(weekDay(before.day))} <b>{signedDays(now.day - before.day)}</b>
    </p>
  );
}

function Slider() {
  const { from, to } = slider.value;
  const day = shownSigning.value?.day ?? from + 60;
  return (
    <div class="slider">
      <HeatStrip />
      <input
        type="range"
        min={from}
        max={to}
        value={day}
        aria-label={say.value.signing.slider}
        aria-valuetext={longDay(day)}
        onInput={({ currentTarget }) => suppose(Number(currentTarget.value))}
      />
      <div class="ends">
        <span aria-hidden="true">{weekDay(from)}</span>
        <span class="heat-words">
          <HeatWords />
        </span>
        <span aria-hidden="true">{weekDay(to)}</span>
      </div>
    </div>
  );
}

function Steps() {
  const w = say.value;
  const day = shownSigning.value?.day;
  return (
    <div class="steps" role="group" aria-label={w.signing.steps}>
      {([-7, -1, 1, 7] as const).map((by) => (
        <button
          key={by}
          type="button"
          disabled={day === undefined}
          aria-label={w.signing.step(signedDays(by))}
          onClick={() => day !== undefined && suppose(day + by)}
        >
          {by > 0 ? `+${by}` : `−${-by}`}
        </button>
      ))}
    </div>
  );
}
