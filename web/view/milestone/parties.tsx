import type { PartyStanding } from '../../../src/engine/status/by-party';
import { ledger, type PresentedFact } from '../../state/ledger';
import { isAssumed, partiesOf } from '../../state/parties';
import type { Row } from '../../state/rows';
import { longDay, sayAll } from '../../words/format';
import { partyName } from './due';
import { EvidenceLink } from './evidence-link';
import { earlyOrLate } from './sentence';

/** How each of those who owe it stands: what it did, when, how late, and what shows it. */
export function Parties({ row: { milestone } }: { row: Row }) {
  const w = sayAll.value.parties;
  const standings = partiesOf(milestone);
  if (standings.length === 0) return null;
  return (
    <section>
      <h3>{w.title}</h3>
      <ul class="parties">
        {standings.map((one) => (
          <Party key={one.party} standing={one} dueOn={milestone.dueOn} />
        ))}
      </ul>
    </section>
  );
}

function Party({ standing, dueOn }: { standing: PartyStanding; dueOn: number | undefined }) {
  const { party, move } = standing;
  const record = ledger.answer.value?.find(({ id }) => id === move?.fact);
  return (
    <li>
      <b>{partyName(party)}</b>: {didText(standing, dueOn)}
      {move !== undefined && isAssumed(move.fact) && ` (${sayAll.value.parties.assumed})`}
      {record !== undefined && <Record of={record} />}
    </li>
  );
}

function didText({ state, move }: PartyStanding, dueOn: number | undefined): string {
  const { parties } = sayAll.value;
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
