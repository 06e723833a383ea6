import { signal } from '@preact/signals';
import { formatDay, parseDay } from '../../../src/engine/calendar/epoch-day';
import { mayAct } from '../../state/access/session';
import { navigate, route } from '../../state/address';
import { openDialog } from '../../state/dialog';
import { type AssumableEvent, assumableEvents, countsFromSigning } from '../../state/events';
import { asOf } from '../../state/plan';
import { slider } from '../../state/what-if/conflicts';
import {
  assumedSigning,
  assumeSigning,
  assumptions,
  baseline,
  hasAssumptions,
  outlook,
  shownSigning,
} from '../../state/what-if/what-if';
import { longDay, signedDays, texts, weekDay } from '../../words/format';
import { nameOf, partyName } from '../milestone/due';
import { CopyLink } from '../shared/copy';
import { localDay } from '../shared/day';
import { lazy, withAllTexts } from '../shared/lazy';
import { ConflictStrip, ConflictStripText } from './conflict-strip';
import { DateField } from './date-field';
import { Scenarios } from './scenarios';

const Assumed = lazy(withAllTexts(async () => (await import('./assumed')).Assumed));

/** The band at the top: the signing date, set or assumed, and the other assumptions. */
export function SigningBar() {
  const w = texts.value;
  const tried = hasAssumptions.value || route.against !== '' || route.assume.length > 0;
  const signing = shownSigning.value;
  const bySigning = countsFromSigning.value;
  const events = assumableEvents.value;
  // No date of the agreement depends on an event.
  if (!bySigning && events.length === 0 && !tried) return null;
  const assumed = assumedSigning.value !== undefined;
  const kind = signing === undefined ? 'none' : signing.hypothetical ? 'hypothetical' : 'actual';
  const look = hasAssumptions.value ? 'hypothetical' : kind;
  return (
    <section
      class={`signing is-${look}${bySigning ? '' : ' by-event'}`}
      aria-label={bySigning ? w.signing.title : w.assume.title}
    >
      <div class={`what is-${kind}`}>
        {(bySigning || signing !== undefined) && (
          <>
            <p class="kind">{w.signing[assumed ? 'assumed' : kind]}</p>
            <output class="date">
              {signing === undefined ? w.signing.noDate : weekDay(signing.day)}
            </output>
          </>
        )}
        {bySigning ? <InForce /> : <p class="beside">{w.signing.notCounted}</p>}
      </div>
      {bySigning ? <Slider /> : <EventDay events={events} />}
      <div class="tools">
        {bySigning && <Steps />}
        {bySigning && (
          <DateField
            label={w.signing.field}
            value={signing?.day}
            near={slider.value.from}
            choose={assumeSigning}
          />
        )}
        <CopyLink />
        <Scenarios />
      </div>
      {tried && <Tried bySigning={bySigning} />}
    </section>
  );
}

/** The what-if and what can be done with it, on a line of its own so that the slider keeps its width. */
function Tried({ bySigning }: { bySigning: boolean }) {
  const w = texts.value;
  const signing = shownSigning.value;
  const { against } = route;
  return (
    <div class="tried tools">
      {assumptions.value.known.length > 0 && <Assumed />}
      {bySigning && (
        <DateField
          label={w.scenario.holdAgainst}
          shown
          value={against === '' ? baseline.value?.signing?.day : parseDay(against)}
          near={localDay(asOf.value)}
          choose={(day) => navigate({ against: formatDay(day) })}
        />
      )}
      {hasAssumptions.value && mayAct('monitor') && (
        <button type="button" onClick={() => (openDialog.value = { kind: 'save-scenario' })}>
          {w.signing.save}
        </button>
      )}
      {signing !== undefined && assumedSigning.value !== undefined && mayAct('monitor') && (
        <button
          type="button"
          onClick={() => (openDialog.value = { kind: 'set-signing', day: signing.day })}
        >
          {w.signing.putInForce}
        </button>
      )}
      <button
        type="button"
        onClick={() => navigate({ signing: '', assume: [], against: '', changed: '' })}
      >
        {w.signing.reset}
      </button>
    </div>
  );
}

const chosen = signal('');

/** Where no date counts from the signing: a choice of the events that dates count from, and a day. */
function EventDay({ events }: { events: readonly AssumableEvent[] }) {
  const w = texts.value;
  const named = events.map(({ id, by }) => ({
    subject: by === undefined ? id : `${id}@${by}`,
    title: by === undefined ? nameOf(id) : `${partyName(by)}: ${nameOf(id)}`,
    id,
    by,
  }));
  const event = named.find(({ subject }) => subject === chosen.value) ?? named[0];
  if (event === undefined) return <div />;
  const { subject, title, id, by } = event;
  const known = outlook.value?.facts.findLast(
    (fact) => fact.kind === 'occurred' && fact.subject === id && fact.by === by,
  );
  const others = route.assume.filter((text) => !text.startsWith(`${subject}:`));
  return (
    <div class="event-day">
      <label class="beside">
        {w.assume.event}
        <select
          value={subject}
          onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}
        >
          {named.map((one) => (
            <option key={one.subject} value={one.subject}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <DateField
        key={subject}
        label={title}
        value={known?.day}
        near={localDay(asOf.value)}
        choose={(day) => navigate({ assume: [...others, `${subject}:${formatDay(day)}`] })}
      />
    </div>
  );
}

/** The signing date that is set or compared with, while another is assumed. */
function InForce() {
  const w = texts.value;
  const [before, now] = [baseline.value?.signing, shownSigning.value];
  if (assumedSigning.value === undefined || now === undefined) return null;
  if (before === undefined) return <p class="beside">{w.signing.noneInForce}</p>;
  const other = route.against === '' ? w.signing.beside : w.signing.besideAgainst;
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
      <ConflictStrip />
      <input
        type="range"
        min={from}
        max={to}
        value={day}
        aria-label={texts.value.signing.slider}
        aria-valuetext={longDay(day)}
        onInput={({ currentTarget }) => assumeSigning(Number(currentTarget.value))}
      />
      <div class="ends">
        <span aria-hidden="true">{weekDay(from)}</span>
        <span class="strip-text">
          <ConflictStripText />
        </span>
        <span aria-hidden="true">{weekDay(to)}</span>
      </div>
    </div>
  );
}

function Steps() {
  const w = texts.value;
  const day = shownSigning.value?.day;
  return (
    <div class="steps" role="group" aria-label={w.signing.steps}>
      {([-7, -1, 1, 7] as const).map((by) => (
        <button
          key={by}
          type="button"
          disabled={day === undefined}
          aria-label={w.signing.step(signedDays(by))}
          onClick={() => day !== undefined && assumeSigning(day + by)}
        >
          {by > 0 ? `+${by}` : `−${-by}`}
        </button>
      ))}
    </div>
  );
}
