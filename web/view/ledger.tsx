import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import { replace, route } from '../state/address';
import { ledger, type PresentedFact } from '../state/ledger';
import { loaded } from '../state/plan';
import { allTexts, count, longDay, monthYear, weekDay } from '../words/format';
import { causeText } from './milestone/cause';
import { nameOf, partyName } from './milestone/due';
import { StatusCounts } from './overview/status-counts';
import { localDay, localTime } from './shared/day';
import { RecordedOnlyNote } from './shared/notes';
import { PlainTable } from './shared/plain-table';

/** All recorded facts, and two sliders that show the page as of one day by what was known on another. */
export function Ledger() {
  const w = allTexts.value;
  const facts = ledger.answer.value ?? [];
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const takenBack = new Set(facts.map(({ retracts }) => retracts));
  return (
    <section class="view">
      <h2>{w.ledger.title}</h2>
      <p class="hint">{w.ledger.hint}</p>
      <RecordedOnlyNote />
      <AsOfSliders facts={facts} />
      <StatusCounts />
      {ledger.failure.value !== '' && <p role="alert">{ledger.failure.value}</p>}
      {ledger.answer.value?.length === 0 && <p class="nothing">{w.ledger.none}</p>}
      <PlainTable
        label={w.ledger.title}
        heads={[
          w.ledger.number,
          w.ledger.occurred,
          w.ledger.fact,
          w.ledger.recorded,
          w.ledger.reason,
        ]}
      >
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
      </PlainTable>
    </section>
  );
}

interface EntryProps {
  fact: PresentedFact;
  /** Its place among the facts, from 1; the service's sequence counts messages, too. */
  number: number;
  /** The fact that it takes back. */
  of: PresentedFact | undefined;
  gone: boolean;
}

function Entry({ fact, number, of, gone }: EntryProps) {
  const w = allTexts.value;
  const { recordedAt, reason, note, actor } = fact;
  const asked = parseDay(route.knownAt);
  const unknown = asked !== undefined && localDay(Date.parse(recordedAt)) >= asked;
  const state = gone ? 'taken-back' : unknown ? 'unknown' : '';
  return (
    <tr class={state}>
      <td>{count(number)}</td>
      <td class="day">{of === undefined && dayOf(fact)}</td>
      <td>
        {of === undefined ? <FactText fact={fact} /> : <RetractionText of={of} />}
        {gone && ' '}
        {gone && <span class="mark hint">{w.ledger.takenBack}</span>}
      </td>
      <td class="day">{localTime(recordedAt)}</td>
      <td>
        {causeText(reason ?? note ?? '')}
        {actor !== null && <span class="hint"> ({actor})</span>}
      </td>
    </tr>
  );
}

const dayOf = ({ occurredOn, occurredMonth }: PresentedFact): string => {
  const day = parseDay(occurredOn) ?? 0;
  return (occurredMonth === null ? weekDay : monthYear)(day);
};

/** "fulfilled", "fulfilled (assumed)"; of an event "assumed" says all. */
function recordText(kind: string, hypothetical: boolean): string {
  const { ledger: words, move } = allTexts.value;
  if (!hypothetical) return move[kind] ?? kind;
  return kind === 'occurred' ? words.assumed : `${move[kind] ?? kind} (${words.assumed})`;
}

function FactText({
  fact: { kind, subject, by, quantity, hypothetical },
}: {
  fact: PresentedFact;
}) {
  return (
    <>
      {subject !== '*' && `${nameOf(subject)}: `}
      <b>{recordText(kind, hypothetical)}</b>
      {quantity !== null && ` ${count(quantity)}`}
      {by !== null && ` (${partyName(by)})`}
    </>
  );
}

/** The fact that was taken back, with its day. */
function RetractionText({ of }: { of: PresentedFact }) {
  const { ledger: words } = allTexts.value;
  const { kind, subject, by, hypothetical } = of;
  const on = dayOf(of);
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

/** Days before the first fact at which the slider begins, and days after today at which it ends. */
const BEFORE = 30;
const AHEAD = 120;

function AsOfSliders({ facts }: { facts: readonly PresentedFact[] }) {
  const w = allTexts.value;
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
      <DaySlider
        label={w.ledger.asOf}
        from={earliest}
        to={today + AHEAD}
        value={on}
        set={(day) => replace({ asOf: formatDay(day) })}
      />
      <DaySlider
        label={w.ledger.knownAt}
        from={Math.min(first, today)}
        to={today}
        value={known}
        set={(day) => replace({ knownAt: day === today ? '' : formatDay(day) })}
      />
    </div>
  );
}

interface DaySliderProps {
  label: string;
  from: number;
  to: number;
  value: number;
  set: (day: number) => void;
}

function DaySlider({ label, from, to, value, set }: DaySliderProps) {
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
