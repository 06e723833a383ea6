import { computed } from '@preact/signals';
import type { ShownStatus } from '../../../src/engine/status/shown-status';
import { type Address, follow, linkTo } from '../../state/address';
import { allAssumed, type Row, rows } from '../../state/timeline/rows';
import { allTexts, count } from '../../words/format';
import { partyName } from '../milestone/due';

const LATE: readonly ShownStatus[] = ['overdue', 'in-grace', 'breached', 'violated'];
const KEPT: readonly ShownStatus[] = ['met', 'met-late'];

interface Group {
  id: string;
  late: number;
  kept: number;
  holding: number;
  total: number;
}

function grouped(keysOf: (row: Row) => readonly string[]): Group[] {
  const found = new Map<string, Group>();
  for (const row of rows.value) {
    for (const id of keysOf(row)) {
      const group = found.get(id) ?? { id, late: 0, kept: 0, holding: 0, total: 0 };
      found.set(id, group);
      group.total += 1;
      if (LATE.includes(row.shown)) group.late += 1;
      if (KEPT.includes(row.shown)) group.kept += 1;
      if (row.shown === 'holding') group.holding += 1;
    }
  }
  return [...found.values()].sort((a, b) => b.late - a.late || b.total - a.total);
}

const byParty = computed(() => grouped(({ milestone }) => milestone.obligors));
const byTheme = computed(() =>
  grouped(({ milestone }) => (milestone.theme ? [milestone.theme] : [])),
);

/** Counts by party and by theme; a milestone with several obligors counts for each of them. */
export function RollUps() {
  const { rollUps } = allTexts.value;
  return (
    <div class="tables">
      <Groups
        head={rollUps.party}
        of={byParty.value}
        name={partyName}
        only={(party) => ({ party })}
      />
      <Groups
        head={rollUps.theme}
        of={byTheme.value}
        name={(id) => id}
        only={(theme) => ({ theme })}
      />
    </div>
  );
}

interface GroupsProps {
  head: string;
  of: readonly Group[];
  name: (id: string) => string;
  only: (id: string) => Partial<Address>;
}

function Groups({ head, of, name, only }: GroupsProps) {
  const w = allTexts.value.rollUps;
  if (of.length === 0) return null;
  const broken = allAssumed.value ? w.wouldBeLate : w.late;
  const titles = [broken, w.kept, w.held, w.total];
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {titles.map((title) => (
            <th key={title} scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map(({ id, late, kept, holding, total }) => (
          <tr key={id}>
            <th scope="row">
              <a href={linkTo(only(id))} onClick={follow(only(id))}>
                {name(id)}
              </a>
            </th>
            {[late, kept, holding, total].map((n, i) => (
              <td key={`${i}`} class="number">
                {n === 0 ? '–' : count(n)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
