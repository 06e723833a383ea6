import { computed } from '@preact/signals';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import type { Headline, MilestoneStatus } from '../../../src/engine/model/status';
import { isUnrecorded, type ShownStatus } from '../../../src/engine/status/shown-status';
import { statusAt } from '../../../src/engine/status/status';
import { route } from '../address';
import { countsFromSigning } from '../events';
import { isDoneByAssumption, partlyDone } from '../parties';
import { asOf, loaded, now } from '../plan';
import { baseline, hasAssumptions, outlook, recordedSigning } from '../what-if/what-if';

/** A row of the table: a milestone under the what-if, and without it. */
export interface Row {
  id: string;
  milestone: Milestone;
  /** The same milestone without the assumptions; undefined without any, and where only they bring it. */
  was: Milestone | undefined;
  status: MilestoneStatus;
  shown: ShownStatus;
  /** Whether the status holds only under an assumption: a hypothetical signing, or an instant in the future. */
  assumed: boolean;
  /** Whether the what-if changes the status. */
  statusChanged: boolean;
  /** Days by which the what-if moves its main day; undefined unless both days exist. */
  days: number | undefined;
  changed: boolean;
}

/** The day by which a milestone is sorted and drawn: its deadline, else its start, its goal or its opening. */
export function mainDay(one: Milestone | undefined): number | undefined {
  return one?.dueOn ?? one?.startsOn ?? one?.targetOn ?? one?.opensOn;
}

/** The statuses without the what-if; cached while it changes. */
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

/** Whether all statuses are hypothetical: without an actual signing, or at an instant in the future. */
export const allAssumed = computed(
  () => isUnsigned(outlook.value?.signing) || asOf.value > now.value,
);

const isUnsigned = (signing: Fact | undefined): boolean =>
  signing === undefined ? countsFromSigning.value : signing.hypothetical === true;

/** "unrecorded" instead of overdue where the deadline had passed before the agreement was added: nobody could record it. */
function shownAs(milestone: Milestone, status: Headline): ShownStatus {
  const unrecorded = isUnrecorded(status, milestone.dueAt, loaded.value?.plan.createdAt ?? 0);
  const unsigned = isUnsigned(recordedSigning.value);
  return unrecorded && !unsigned && !partlyDone(milestone) ? 'unrecorded' : status;
}

/** What is done is done whatever else is assumed; whether in time, by a date that may be assumed. */
function isAssumedStatus(milestone: Milestone, status: Headline, all: boolean): boolean {
  if (status === 'met') return isDoneByAssumption(milestone);
  return all || milestone.hypothetical || (status === 'met-late' && isDoneByAssumption(milestone));
}

export const rows = computed((): readonly Row[] => {
  const [after, policy] = [outlook.value, loaded.value?.plan];
  if (after === undefined || policy === undefined) return [];
  const at = asOf.value;
  const earlier = after === baseline.value ? undefined : judgedBefore.value;
  const all = allAssumed.value;
  return after.milestones.map((milestone) => {
    const judged = statusAt(milestone, at, policy);
    const before = earlier?.get(milestone.id);
    const assumed = isAssumedStatus(milestone, judged.status, all);
    const shown = shownAs(milestone, judged.status);
    const row = { id: milestone.id, milestone, status: judged, shown, assumed };
    if (before === undefined) {
      const changed = earlier !== undefined;
      return { ...row, was: undefined, statusChanged: false, days: undefined, changed };
    }
    const { was, status: wasStatus } = before;
    const [from, to] = [mainDay(was), mainDay(milestone)];
    const days = from === undefined || to === undefined ? undefined : to - from;
    const statusChanged = wasStatus !== judged.status;
    const changed = from !== to || was.endsOn !== milestone.endsOn || statusChanged;
    return { ...row, was, statusChanged, days, changed };
  });
});

/** Ignores case and composition: "й" may be one code point or two. */
function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
}

/** The rows that the filters leave. */
export const shownRows = computed(() => {
  const { party, theme, status, text, changed } = route;
  const words = foldCase(text.trim());
  return rows.value.filter(({ milestone: one, shown: is, changed: differs }) => {
    if (party !== '' && !one.obligors.includes(party) && one.party !== party) return false;
    if (theme !== '' && one.theme !== theme) return false;
    if (status !== '' && !status.split(',').includes(is)) return false;
    if (changed !== '' && hasAssumptions.value && !differs) return false;
    return (
      words === '' ||
      foldCase(`${one.title} ${one.phrase} ${one.ref ?? ''} ${one.path}`).includes(words)
    );
  });
});

/** The words that the document quotes from the agreement. */
export function quoteOf({ obligation, phase }: Milestone): string | undefined {
  const { obligations } = loaded.value?.agreement.document ?? {};
  const own = obligations?.find(({ id }) => id === obligation);
  return own?.phases?.find(({ id }) => id === phase)?.quote ?? own?.quote;
}
