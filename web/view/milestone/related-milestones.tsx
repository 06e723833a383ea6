import { slack } from '../../state/detail';
import { loaded } from '../../state/plan';
import { rows } from '../../state/timeline/rows';
import { allTexts, days, weekDay } from '../../words/format';
import { dueText, nameOf } from './due';
import { milestoneLink } from './milestone-link';

/** The milestones that it counts from and those that count from it, and how far it may slip before another date is missed. */
export function RelatedMilestones({ path }: { path: string }) {
  const w = allTexts.value;
  const now = loaded.value;
  const before = now?.dependsOn.get(path) ?? [];
  const after = now?.dependants.get(path) ?? [];
  return (
    <section>
      <h3>{w.drawer.chain}</h3>
      <Paths title={w.drawer.dependsOn} paths={before} />
      <Paths title={w.drawer.dependants} paths={after} />
      {before.length + after.length === 0 && <p class="hint">{w.drawer.alone}</p>}
      <p aria-live="polite">{slackText()}</p>
    </section>
  );
}

function Paths({ title, paths }: { title: string; paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <>
      <p class="label">{title}</p>
      <ul class="paths">
        {paths.map((path) => {
          const row = rows.value.find(({ milestone }) => milestone.path === path);
          return (
            <li key={path}>
              {row === undefined ? (
                nameOf(path)
              ) : (
                <>
                  <a {...milestoneLink(row.id)}>{row.milestone.title}</a>{' '}
                  <span class="hint">{dueText(row.milestone)}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function slackText(): string {
  const w = allTexts.value;
  const found = slack.value;
  if (found === undefined) return w.slack.looking;
  if (found === null) return w.slack.none;
  const { misses, days: room } = found;
  if (room === undefined || misses === undefined) {
    return found.dependants === 0 ? w.slack.nothingWaits : w.slack.allMove;
  }
  return w.slack.room(days(room), nameOf(misses.path), weekDay(misses.dueOn));
}
