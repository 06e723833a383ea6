import { computed } from '@preact/signals';
import type { Fact } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import type { Headline, MilestoneStatus } from '../../src/engine/model/status';
import { statusAt } from '../../src/engine/status/status';
import type { ShownStatus } from '../words/shown-status';
import { route } from './address';
import { countsFromSigning } from './events';
import { isDoneByAssumption, partlyDone } from './parties';
import { asOf, loaded, now } from './plan';
import { baseline, outlook, recordedSigning, supposing } from './what-if/what-if';

/** A line of the table: a milestone as it would be, beside what it is. */
export interface Row {
  id: string;
  milestone: Milestone;
  /** Where something is assumed: the same milestone without it. */
  was: Milestone | undefined;
  standing: MilestoneStatus;
  shown: ShownStatus;
  /** Whether the status holds only under an assumption: a signing that is not actual, or a day to come. */
  supposed: boolean;
  /** Whether another status comes of the what-if. */
  restated: boolean;
  /** Days from the date that matters most to what it would be. */
  days: number | undefined;
  changed: boolean;
}

/** The date by which a milestone is looked for: its deadline, else when it begins. */
export function mainDay(one: Milestone | undefined): number | undefined {
  return one?.dueOn ?? one?.startsOn ?? one?.opensOn;
}

/** What is in force, judged once however often the what-if changes. */
const judgedBefore = computed(() => {
  const [before, policy] = [baseline.value, loaded.value?.plan];
  if (before === undefined || policy === undefined) return new Map<string, Judged>();
  const at = asOf.value;
  return new Map<string, Judged>(
    before.milestones.map((was) => [was.id, { was, status: statusAt(was, at, policy).status }]),
  );
});

interface Judged {
  was: Milestone;
  status: Headline;
}

/** Whether every status is one that would be: nothing counts before an actual signing, nor for certain in advance. */
export const allSupposed = computed(
  () => isUnsigned(outlook.value?.signing) || asOf.value > now.value,
);

const isUnsigned = (signing: Fact | undefined): boolean =>
  signing === undefined ? countsFromSigning.value : signing.hypothetical === true;

/** Overdue since before an agreement in force was added here: what is known is only that nothing was recorded. */
function shownAs(milestone: Milestone, status: Headline): ShownStatus {
  const late = status === 'overdue' || status === 'in-grace';
  const before = (milestone.dueAt ?? 0) < (loaded.value?.plan.createdAt ?? 0);
  if (!late || !before || isUnsigned(recordedSigning.value) || partlyDone(milestone)) return status;
  return 'unrecorded';
}

/** What is done is done whatever else is assumed; whether in time, by a date that may be assumed. */
function isSupposed(milestone: Milestone, status: Headline, all: boolean): boolean {
  if (status === 'met') return isDoneByAssumption(milestone);
  return all || milestone.hypothetical || (status === 'met-late' && isDoneByAssumption(milestone));
}

export const rows = computed((): readonly Row[] => {
  const [after, policy] = [outlook.value, loaded.value?.plan];
  if (after === undefined || policy === undefined) return [];
  const at = asOf.value;
  const earlier = after === baseline.value ? undefined : judgedBefore.value;
  const all = allSupposed.value;
  return after.milestones.map((milestone) => {
    const judged = statusAt(milestone, at, policy);
    const before = earlier?.get(milestone.id);
    const supposed = isSupposed(milestone, judged.status, all);
    const shown = shownAs(milestone, judged.status);
    const row = { id: milestone.id, milestone, standing: judged, shown, supposed };
    if (before === undefined) {
      const changed = earlier !== undefined;
      return { ...row, was: undefined, restated: false, days: undefined, changed };
    }
    const { was, status: wasStatus } = before;
    const [from, to] = [mainDay(was), mainDay(milestone)];
    const days = from === undefined || to === undefined ? undefined : to - from;
    const restated = wasStatus !== judged.status;
    const changed = from !== to || was.endsOn !== milestone.endsOn || restated;
    return { ...row, was, restated, days, changed };
  });
});

/** Without regard to case and to how letters are composed: "й" may be one character or two. */
function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
}

/** What the filters leave of them. */
export const shownRows = computed(() => {
  const { party, theme, status, text, changed } = route;
  const words = folded(text.trim());
  return rows.value.filter(({ milestone: one, shown: is, changed: differs }) => {
    if (party !== '' && !one.obligors.includes(party) && one.party !== party) return false;
    if (theme !== '' && one.theme !== theme) return false;
    if (status !== '' && !status.split(',').includes(is)) return false;
    if (changed !== '' && supposing.value && !differs) return false;
    return (
      words === '' ||
      folded(`${one.title} ${one.phrase} ${one.ref ?? ''} ${one.path}`).includes(words)
    );
  });
});

/** The agreement's own words, where its document has them. */
export function quoteOf({ obligation, phase }: Milestone): string | undefined {
  const { obligations } = loaded.value?.agreement.document ?? {};
  const own = obligations?.find(({ id }) => id === obligation);
  return own?.phases?.find(({ id }) => id === phase)?.quote ?? own?.quote;
}
