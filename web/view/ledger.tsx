import { effect, signal } from '@preact/signals';
import { formatDay, parseDay } from '../../src/schedule/epoch-day';
import { go, here, slide } from '../state/address';
import { api, locked, type Page } from '../state/api';
import type { PresentedFact } from '../state/detail';
import { news } from '../state/live';
import { loaded } from '../state/plan';
import { longDay, say, weekDay } from '../words/format';
import { localDay, localTime } from './day';
import { nameOf } from './due';
import { Lights } from './lights';
import { NotSupposed } from './not-supposed';

const stream = signal<readonly PresentedFact[] | undefined>(undefined);

effect(() => {
  const { view, agreement } = here;
  const again = news.value;
  if (view === 'ledger' && agreement !== '' && !locked.value && again >= 0) void load(agreement);
});

async function load(agreement: string): Promise<void> {
  const { items } = await api<Page<PresentedFact>>(
    'GET',
    `/v1/agreements/${agreement}/facts?limit=1000`,
  );
  stream.value = items;
}

/** Everything recorded, and the past replayed: how it stood on one day, by what was known on another. */
export function Ledger() {
  const w = say.value;
  const facts = stream.value ?? [];
  const takenBack = new Set(facts.map(({ retracts }) => retracts));
  return (
    <section class="view">
      <h2 id="ledger-title">{w.ledger.title}</h2>
      <p class="hint">{w.ledger.hint}</p>
      <NotSupposed />
      <Rewind facts={facts} />
      <Lights />
      {stream.value?.length === 0 && <p class="nothing">{w.ledger.none}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="ledger-title">
        <table class="plain">
          <thead>
            <tr>
              {[
                w.ledger.number,
                w.ledger.occurred,
                w.ledger.fact,
                w.ledger.recorded,
                w.ledger.reason,
              ].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.toReversed().map((fact) => (
              <Entry key={fact.id} fact={fact} gone={takenBack.has(fact.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Entry({ fact, gone }: { fact: PresentedFact; gone: boolean }) {
  const w = say.value;
  const { sequence, occurredOn, kind, subject, by, recordedAt, reason, note, actor, hypothetical } =
    fact;
  const asked = parseDay(here.knownAt);
  const unknown = asked !== undefined && localDay(Date.parse(recordedAt)) >= asked;
  const marks = [hypothetical && w.ledger.hypothetical, gone && w.ledger.takenBack].filter(Boolean);
  return (
    <tr class={`${gone ? 'gone' : ''}${unknown ? ' unknown' : ''}`}>
      <td>{sequence}</td>
      <td class="day">{weekDay(parseDay(occurredOn) ?? 0)}</td>
      <td>
        {subject === '*' ? '' : nameOf(subject)}{' '}
        <b>{hypothetical ? w.ledger.assumed : (w.move[kind] ?? kind)}</b>
        {by !== null && ` (${by})`}
        {marks.length > 0 && <span class="hint"> {marks.join(', ')}</span>}
      </td>
      <td class="day">{localTime(recordedAt)}</td>
      <td>
        {reason ?? note ?? ''}
        {actor !== null && <span class="hint"> {actor}</span>}
      </td>
    </tr>
  );
}

/** How far behind the first fact the slider begins, and how far beyond today what-will-be is asked for. */
const BEFORE = 30;
const AHEAD = 120;

function Rewind({ facts }: { facts: readonly PresentedFact[] }) {
  const w = say.value;
  const { asOf, knownAt } = here;
  const now = loaded.value;
  if (now === undefined) return null;
  const today = localDay(now.plan.now);
  const recorded = facts.map((fact) => localDay(Date.parse(fact.recordedAt)));
  const happened = facts.map((fact) => parseDay(fact.occurredOn) ?? today);
  const first = Math.min(today, ...recorded) + 1;
  const earliest = Math.min(today, ...happened) - BEFORE;
  const [on, known] = [parseDay(asOf) ?? today, parseDay(knownAt) ?? today];
  return (
    <div class="rewind">
      <Day
        label={w.ledger.asOf}
        from={earliest}
        to={today + AHEAD}
        value={on}
        set={(day) => slide({ asOf: formatDay(day) })}
      />
      <Day
        label={w.ledger.knownAt}
        from={Math.min(first, today)}
        to={today}
        value={known}
        set={(day) => slide({ knownAt: day === today ? '' : formatDay(day) })}
      />
      {asOf + knownAt !== '' && (
        <p role="status">
          {w.ledger.replay(longDay(on), longDay(known))}{' '}
          <button type="button" onClick={() => go({ asOf: '', knownAt: '' })}>
            {w.ledger.now}
          </button>
        </p>
      )}
    </div>
  );
}

interface DayProps {
  label: string;
  from: number;
  to: number;
  value: number;
  set: (day: number) => void;
}

function Day({ label, from, to, value, set }: DayProps) {
  return (
    <label>
      {label} <b>{weekDay(value)}</b>
      <input
        type="range"
        min={from}
        max={to}
        value={value}
        disabled={from >= to}
        aria-valuetext={longDay(value)}
        onInput={({ currentTarget }) => set(Number(currentTarget.value))}
      />
    </label>
  );
}
