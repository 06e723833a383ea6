import { navigate } from '../../state/address';
import { savedScenarios } from '../../state/what-if/scenarios';
import { texts } from '../../words/format';

/** A menu of the agreement's saved what-ifs: to open one, or to compare with its signing date. */
export function Scenarios() {
  const w = texts.value;
  const items = savedScenarios.value;
  if (items.length === 0) return null;
  return (
    <label>
      <span class="unseen">{w.scenario.saved}</span>
      <select
        value=""
        onChange={({ currentTarget }) => {
          const [kind, id] = currentTarget.value.split(' ');
          const chosen = items.find((one) => one.id === id);
          if (chosen === undefined) return;
          if (kind === 'against') navigate({ against: chosen.signing ?? '' });
          else navigate({ signing: chosen.signing ?? '', assume: chosen.assume });
          currentTarget.value = '';
        }}
      >
        <option value="">{w.scenario.saved}</option>
        <optgroup label={w.scenario.lookAt}>
          {items.map(({ id, name }) => (
            <option key={id} value={`show ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
        <optgroup label={w.scenario.holdAgainst}>
          {items
            .filter(({ signing }) => signing !== null)
            .map(({ id, name }) => (
              <option key={id} value={`against ${id}`}>
                {name}
              </option>
            ))}
        </optgroup>
      </select>
    </label>
  );
}
