import { useState } from 'preact/hooks';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { isMoveOf, type Move, movesFrom } from '../../../src/engine/status/moves';
import { mayAct } from '../../state/access/session';
import { address, navigate } from '../../state/address';
import { ApiError, api, errorText } from '../../state/api';
import { asOf, loadPlan, now } from '../../state/plan';
import type { Row } from '../../state/timeline/rows';
import { allTexts, weekDay } from '../../words/format';
import { localDay } from '../shared/day';
import { field } from '../shared/form';
import { DateField } from '../signing/date-field';
import { partyName } from './due';
import { shortId } from './milestone-link';

/** The moves that need only a day and a reason; the others need the API. */
const SIMPLE: readonly Move[] = [
  'fulfilled',
  'verified',
  'breached',
  'cured',
  'waived',
  'suspended',
  'resumed',
  'disputed',
  'resolved',
  'ended',
];
const DELAYS = [7, 30, 90];

/** Adds an assumption; it replaces an earlier one about the same subject. */
function assume(id: string, when: string): void {
  const subject = shortId(id);
  const others = address.peek().assume.filter((text) => !text.startsWith(`${subject}:`));
  navigate({ assume: [...others, `${subject}:${when}`] });
}

export function Actions({ row }: { row: Row }) {
  const w = allTexts.value;
  const { id, milestone, status } = row;
  const moves = movesFrom(status.state).filter(
    (move) => SIMPLE.includes(move) && isMoveOf(move, milestone.kind),
  );
  const today = localDay(now.value);
  const [refused, setRefused] = useState('');
  const [unlikely, setUnlikely] = useState(false);
  const [happened, setHappened] = useState<number | undefined>(undefined);
  return (
    <section class="what-if">
      <h3>{w.actions.whatIf}</h3>
      <div class="tools">
        {milestone.kind === 'achievement' && (
          <button
            type="button"
            onClick={() => assume(id, formatDay(milestone.dueOn ?? localDay(asOf.value)))}
          >
            {milestone.dueOn === undefined
              ? w.actions.assumeOn(weekDay(localDay(asOf.value)))
              : w.actions.assumeDue}
          </button>
        )}
        {milestone.dueOn !== undefined &&
          DELAYS.map((delay) => (
            <button key={delay} type="button" onClick={() => assume(id, `+P${delay}D`)}>
              {w.actions.late(delay)}
            </button>
          ))}
      </div>
      {mayAct('monitor') && moves.length > 0 && (
        <details>
          <summary>{w.actions.record}</summary>
          <form
            class="record"
            onSubmit={(event) => {
              event.preventDefault();
              const form = new FormData(event.currentTarget);
              const send = async (): Promise<void> => {
                const error = await record(row, form);
                setRefused(error === undefined ? '' : errorText(error));
                setUnlikely(error instanceof ApiError && error.status === 428);
              };
              void send();
            }}
          >
            <label class="stacked">
              {w.actions.what}
              <select name="kind">
                {moves.map((move) => (
                  <option key={move} value={move}>
                    {w.move[move] ?? move}
                  </option>
                ))}
              </select>
            </label>
            {milestone.party === undefined && milestone.obligors.length > 1 && (
              <label class="stacked">
                {w.filter.party}
                <select name="by">
                  {milestone.obligors.map((party) => (
                    <option key={party} value={party}>
                      {partyName(party)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <div class="stacked">
              <DateField
                label={w.actions.when}
                shown
                name="at"
                value={happened ?? today}
                near={today}
                max={today}
                choose={setHappened}
              />
            </div>
            <label class="stacked">
              {w.reason}
              <input name="reason" required maxLength={1000} autocomplete="off" />
            </label>
            <label class="stacked">
              {w.actions.evidence}
              <input name="url" type="url" placeholder="https://" autocomplete="off" />
            </label>
            {refused !== '' && <p role="alert">{refused}</p>}
            {unlikely && (
              <label>
                <input type="checkbox" name="confirm" /> {w.actions.confirm}
              </label>
            )}
            <button type="submit" class="main">
              {w.actions.put}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}

/** Records a fact; resolves to the error, or undefined. */
async function record({ milestone }: Row, form: FormData): Promise<unknown> {
  const url = field(form, 'url');
  const reason = field(form, 'reason');
  const by = milestone.party ?? field(form, 'by');
  try {
    await api('POST', `/v1/agreements/${milestone.agreement}/facts`, {
      was: `${milestone.path}.${field(form, 'kind')}`,
      at: field(form, 'at'),
      reason,
      ...(by === '' ? {} : { by }),
      ...(milestone.ordinal === undefined ? {} : { ordinal: milestone.ordinal }),
      ...(url === '' ? {} : { evidence: [{ title: reason, url }] }),
      ...(form.has('confirm') ? { confirm: true } : {}),
    });
    await loadPlan();
    return undefined;
  } catch (error) {
    return error;
  }
}
