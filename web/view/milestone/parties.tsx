import type { Milestone } from '../../../src/engine/model/milestone';
import type { PartyStanding } from '../../../src/engine/status/by-party';
import { ledger, type PresentedFact } from '../../state/ledger';
import { isAssumed, partiesOf } from '../../state/parties';
import type { Row } from '../../state/timeline/rows';
import { allTexts, longDay } from '../../words/format';
import { partyName } from './due';
import { EvidenceLink } from './evidence-link';
import { earlyOrLate } from './sentence';

/** What each obligor did, when, how early or late, and by what evidence. */
export function Parties({ row: { milestone } }: { row: Row }) {
  const w = allTexts.value.parties;
  const standings = partiesOf(milestone);
  if (standings.length === 0) return null;
  return (
    <section>
      <h3>{w.title}</h3>
      <ul class="parties">
        {standings.map((one) => (
          <Party key={one.party} progress={one} dueOn={exactDue(milestone)} />
        ))}
      </ul>
    </section>
  );
}

/** How early or late a party was is known only where the deadline is. */
const exactDue = ({ dueOn, rough }: Milestone): number | undefined =>
  rough === undefined ? dueOn : undefined;

function Party({ progress, dueOn }: { progress: PartyStanding; dueOn: number | undefined }) {
  const { party, move } = progress;
  const record = ledger.answer.value?.find(({ id }) => id === move?.fact);
  return (
    <li>
      <b>{partyName(party)}</b>: {didText(progress, dueOn)}
      {move !== undefined && isAssumed(move.fact) && ` (${allTexts.value.parties.assumed})`}
      {record !== undefined && <Record of={record} />}
    </li>
  );
}

function didText({ state, move }: PartyStanding, dueOn: number | undefined): string {
  const { parties } = allTexts.value;
  if (move === undefined) return parties.open;
  const on = longDay(move.on);
  switch (state) {
    case 'breached':
      return parties.breached(on);
    case 'cured':
      return parties.cured(on);
    default:
      return dueOn === undefined
        ? parties.done(on)
        : `${parties.done(on)}, ${earlyOrLate(dueOn - move.on, state === 'late')}`;
  }
}

function Record({ of: { reason, note, actor, evidence } }: { of: PresentedFact }) {
  const why = [reason ?? note, actor === null ? undefined : `(${actor})`].filter(Boolean).join(' ');
  return (
    <span class="because">
      {why}
      {evidence.map((one) => (
        <span key={`${one.title} ${one.url}`}>
          {' '}
          <EvidenceLink {...one} />
        </span>
      ))}
    </span>
  );
}
