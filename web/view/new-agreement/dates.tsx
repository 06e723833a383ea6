import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { type Dated, latest } from '../../state/new-agreement/check';
import { outline, tab, work } from '../../state/new-agreement/work';
import { longDay, weekDay } from '../../words/format';
import { newWords } from '../../words/new-agreement';
import { focusCard } from './find';

/** The first day of an entry's milestone, as on the timeline; undefined for none. */
export const firstDay = (one: Dated): number | undefined =>
  parseDay(one.dueOn ?? one.startsOn ?? one.targetOn ?? one.opensOn ?? '');

/** "Sat 7 Mar 2026", or from when until when it holds. */
export function dateText(one: Dated): string {
  const w = newWords();
  const day = firstDay(one);
  if (day === undefined) return '';
  const ends = parseDay(one.endsOn ?? '');
  if (one.dueOn === null && one.startsOn !== null)
    return ends === undefined ? w.from(weekDay(day)) : w.range(weekDay(day), weekDay(ends));
  return weekDay(day);
}

/** The dates of what is accepted, in their order, as if it is signed on the assumed day. */
export function Dates() {
  const w = newWords();
  const found = latest.value;
  const all = found?.answer?.dates.milestones ?? [];
  const dated = all
    .filter((one) => firstDay(one) !== undefined)
    .sort((a, b) => (firstDay(a) ?? 0) - (firstDay(b) ?? 0));
  const signing = parseDay(work.value?.signing ?? '');
  const faults = found?.faults.length ?? 0;
  return (
    <section class="dates" aria-labelledby="the-dates">
      <h3 id="the-dates">
        {w.dates}{' '}
        {signing !== undefined && <span class="hint">{w.datesFrom(longDay(signing))}</span>}
      </h3>
      {outline.value?.entries.length === 0 ? (
        <p>{w.noEntries}</p>
      ) : found === undefined ? (
        <p role="status">{w.checking}</p>
      ) : faults > 0 ? (
        <p>
          {w.faults(faults)}.{' '}
          {tab.value === 'cards' && (
            <button type="button" onClick={() => (tab.value = 'yaml')}>
              {w.toYaml}
            </button>
          )}
        </p>
      ) : (
        <>
          {dated.length === 0 && <p>{w.noDates}</p>}
          <ol>
            {dated.slice(0, MOST).map((one) => (
              <li key={`${one.path}@${one.party}#${one.ordinal}`}>
                <time>{dateText(one)}</time>
                <button type="button" class="plain-link" onClick={() => show(entryIdOf(one))}>
                  {one.title}
                </button>
              </li>
            ))}
          </ol>
          {all.length > dated.length && (
            <p class="hint">{w.undatedCount(all.length - dated.length)}</p>
          )}
        </>
      )}
    </section>
  );
}

/** Rows that are drawn. */
const MOST = 200;

function show(id: string): void {
  tab.value = 'cards';
  requestAnimationFrame(() => focusCard(id));
}

const entryIdOf = ({ path }: Dated): string => path.split('.')[0] ?? path;
