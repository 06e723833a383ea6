import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { openRow, serviceDetail } from '../../state/detail';
import { ledger, type PresentedFact } from '../../state/ledger';
import { allTexts, weekDay } from '../../words/format';
import { localTime } from '../shared/day';
import { PresentOnlyNote, RecordedOnlyNote } from '../shared/notes';
import { statusWord } from '../shared/status';
import { StatusMark } from '../shared/status-mark';
import { causeText } from './cause';
import { EvidenceLink } from './evidence-link';

function factBehind(id: string | null): PresentedFact | undefined {
  return ledger.answer.value?.find((fact) => fact.id === id);
}

const dayText = (text: string | null): string => {
  const day = parseDay(text ?? '');
  return day === undefined ? allTexts.value.due.none : weekDay(day);
};

/** Every date and status of the milestone, with the cause of each change. */
export function History() {
  const w = allTexts.value;
  const [detail, row] = [serviceDetail.answer.value, openRow.value];
  if (detail === undefined) return null;
  const { deadlines, transitions } = detail.history;
  return (
    <section>
      <h3>{w.history.title}</h3>
      <RecordedOnlyNote />
      <PresentOnlyNote />
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
            <StatusMark status={to} />{' '}
            {row === undefined ? w.status[to] : statusWord(row.milestone, to)}{' '}
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
  const why = causeText(fact?.reason ?? fact?.note ?? cause);
  return (
    <span class="because">
      {why}
      {fact?.actor != null && ` (${fact.actor})`}
    </span>
  );
}

/** The evidence of all facts about the milestone. */
function AllEvidence() {
  const w = allTexts.value;
  const path = openRow.value?.milestone.path;
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
