import { parseDay } from '../../../src/engine/calendar/epoch-day';
import type { Headline } from '../../../src/engine/model/status';
import { opened, told } from '../../state/detail';
import { ledger, type PresentedFact } from '../../state/ledger';
import { sayAll, weekDay } from '../../words/format';
import { localTime } from '../shared/day';
import { wordFor } from '../shared/status';
import { StatusMark } from '../shared/status-mark';
import { NotReplayed, NotSupposed } from '../signing/actual-signing-note';
import { EvidenceLink } from './evidence-link';

function factBehind(id: string | null): PresentedFact | undefined {
  return ledger.answer.value?.find((fact) => fact.id === id);
}

const dayText = (text: string | null): string => {
  const day = parseDay(text ?? '');
  return day === undefined ? sayAll.value.due.none : weekDay(day);
};

/** Every date and status it had, with the reason for each move. */
export function History() {
  const w = sayAll.value;
  const [detail, row] = [told.answer.value, opened.value];
  if (detail === undefined) return null;
  const { deadlines, transitions } = detail.history;
  return (
    <section>
      <h3>{w.history.title}</h3>
      <NotSupposed />
      <NotReplayed />
      <ol class="history">
        {deadlines.map(({ version, dueOn, startsOn, recordedAt, cause, fact }) => (
          <li key={version}>
            <b>{dayText(dueOn ?? startsOn)}</b> <span class="hint">{localTime(recordedAt)}</span>
            <Because fact={factBehind(fact)} cause={cause} />
          </li>
        ))}
      </ol>
      <ol class="history">
        {transitions.map(({ to, at, cause, fact }) => (
          <li key={`${to} ${at} ${fact}`}>
            <StatusMark status={to as Headline} />{' '}
            {row === undefined ? w.status[to as Headline] : wordFor(row.milestone, to as Headline)}{' '}
            <span class="hint">{at === null ? '' : localTime(at)}</span>
            <Because fact={factBehind(fact)} cause={cause} />
          </li>
        ))}
      </ol>
      <AllEvidence />
    </section>
  );
}

function Because({ fact, cause }: { fact: PresentedFact | undefined; cause: string }) {
  const w = sayAll.value;
  const why = fact?.reason ?? fact?.note ?? w.cause[cause] ?? cause;
  return (
    <span class="because">
      {why}
      {fact?.actor != null && ` (${fact.actor})`}
    </span>
  );
}

/** What was shown for it, of all that was recorded about it. */
function AllEvidence() {
  const w = sayAll.value;
  const path = opened.value?.milestone.path;
  const shown = (ledger.answer.value ?? [])
    .filter(({ subject }) => subject === path)
    .flatMap(({ evidence }) => evidence);
  return (
    <>
      <h3>{w.history.evidence}</h3>
      {shown.length === 0 ? (
        <p class="hint">{w.history.noEvidence}</p>
      ) : (
        <ul>
          {shown.map((one) => (
            <li key={`${one.title} ${one.url}`}>
              <EvidenceLink {...one} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
