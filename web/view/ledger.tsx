import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import { replace, route } from '../state/address';
import { ledger, type PresentedFact } from '../state/ledger';
import { loaded } from '../state/plan';
import { count, longDay, sayAll, weekDay } from '../words/format';
import { nameOf, partyName } from './milestone/due';
import { StatusCounts } from './overview/status-counts';
import { localDay, localTime } from './shared/day';
import { NotSupposed } from './signing/actual-signing-note';

/** Everything recorded, and the past replayed: how it stood on one day, by what was known on another. */
export function Ledger() {
  const w = sayAll.value;
  const facts = ledger.answer.value ?? [];
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const takenBack = new Set(facts.map(({ retracts }) => retracts));
  return (
    <section class="view">
      <h2 id="ledger-title">{w.ledger.title}</h2>
      <p class="hint">{w.ledger.hint}</p>
      <NotSupposed />
      <Rewind facts={facts} />
      <StatusCounts />
      {ledger.failure.value !== '' && <p role="alert">{ledger.failure.value}</p>}
      {ledger.answer.value?.length === 0 && <p class="nothing">{w.ledger.none}</p>}
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
            {facts
              .map((fact, i) => (
                <Entry
                  key={fact.id}
                  fact={fact}
                  number={i + 1}
                  of={fact.retracts === null ? undefined : byId.get(fact.retracts)}
                  gone={takenBack.has(fact.id)}
                />
              ))
              .toReversed()}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface EntryProps {
  fact: PresentedFact;
  /** Its place among the facts: the service's own sequence counts messages, too. */
  number: number;
  /** The fact that it takes back. */
  of: PresentedFact | undefined;
  gone: boolean;
}

function Entry({ fact, number, of, gone }: EntryProps) {
  const w = sayAll.value;
  const { occurredOn, recordedAt, reason, note, actor } = fact;
  const asked = parseDay(route.knownAt);
  const unknown = asked !== undefined && localDay(Date.parse(recordedAt)) >= asked;
  const state = gone ? 'taken-back' : unknown ? 'unknown' : '';
  return (
    <tr class={state}>
      <td>{count(number)}</td>
      <td class="day">{of === undefined && dayOf(occurredOn)}</td>
      <td>
        {of === undefined ? <Happened fact={fact} /> : <Retraction of={of} />}
        {gone && ' '}
        {gone && <span class="mark hint">{w.ledger.takenBack}</span>}
      </td>
      <td class="day">{localTime(recordedAt)}</td>
      <td>
        {reason ?? note ?? ''}
        {actor !== null && <span class="hint"> ({actor})</span>}
      </td>
    </tr>
  );
}

const dayOf = (text: string): string => weekDay(parseDay(text) ?? 0);

/** "fulfilled", "fulfilled (assumed)"; of an event "assumed" says all. */
function recordText(kind: string, hypothetical: boolean): string {
  const { ledger: words, move } = sayAll.value;
  if (!hypothetical) return move[kind] ?? kind;
  return kind === 'occurred' ? words.assumed : `${move[kind] ?? kind} (${words.assumed})`;
}

function Happened({ fact: { kind, subject, by, hypothetical } }: { fact: PresentedFact }) {
  return (
    <>
      {subject !== '*' && `${nameOf(subject)}: `}
      <b>{recordText(kind, hypothetical)}</b>
      {by !== null && ` (${partyName(by)})`}
    </>
  );
}

/** What was taken back, and of which day. */
function Retraction({ of }: { of: PresentedFact }) {
  const { ledger: words } = sayAll.value;
  const { kind, subject, by, occurredOn, hypothetical } = of;
  const on = dayOf(occurredOn);
  return (
    <>
      {subject !== '*' && `${nameOf(subject)}: `}
      <b>
        {hypothetical && kind === 'occurred'
          ? words.assumptionTakenBack(on)
          : words.recordTakenBack(recordText(kind, hypothetical), on)}
      </b>
      {by !== null && ` (${partyName(by)})`}
    </>
  );
}

/** How far behind the first fact the slider begins, and how far beyond today what-will-be is asked for. */
const BEFORE = 30;
const AHEAD = 120;

function Rewind({ facts }: { facts: readonly PresentedFact[] }) {
  const w = sayAll.value;
  const { asOf, knownAt } = route;
  const now = loaded.value;
  if (now === undefined) return null;
  const today = localDay(now.plan.now);
  const recorded = facts.map((fact) => localDay(Date.parse(fact.recordedAt)));
  const happened = facts.map((fact) => parseDay(fact.occurredOn) ?? today);
  const first = Math.min(today, ...recorded) + 1;
  const earliest = Math.min(today, ...happened) - BEFORE;
  const known = parseDay(knownAt) ?? today;
  const on = parseDay(asOf) ?? known;
  return (
    <div class="rewind">
      <Day
        label={w.ledger.asOf}
        from={earliest}
        to={today + AHEAD}
        value={on}
        set={(day) => replace({ asOf: formatDay(day) })}
      />
      <Day
        label={w.ledger.knownAt}
        from={Math.min(first, today)}
        to={today}
        value={known}
        set={(day) => replace({ knownAt: day === today ? '' : formatDay(day) })}
      />
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
