import { computed } from '@preact/signals';
import type { Headline, Milestone, Standing } from '../../src/schedule/model';
import { standing } from '../../src/schedule/status';
import { here } from './address';
import { asOf, loaded } from './plan';
import { baseline, outlook, supposing } from './what-if';

/** A line of the table: a milestone as it would be, beside what it is. */
export interface Row {
  id: string;
  milestone: Milestone;
  /** Where something is assumed: the same milestone without it. */
  was: Milestone | undefined;
  standing: Standing;
  wasStatus: Headline | undefined;
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
    before.milestones.map((was) => [was.id, { was, status: standing(was, at, policy).status }]),
  );
});

interface Judged {
  was: Milestone;
  status: Headline;
}

export const rows = computed((): readonly Row[] => {
  const [now, policy] = [outlook.value, loaded.value?.plan];
  if (now === undefined || policy === undefined) return [];
  const at = asOf.value;
  const earlier = now === baseline.value ? undefined : judgedBefore.value;
  return now.milestones.map((milestone) => {
    const judged = standing(milestone, at, policy);
    const before = earlier?.get(milestone.id);
    const row = { id: milestone.id, milestone, standing: judged };
    if (before === undefined) {
      const changed = earlier !== undefined;
      return { ...row, was: undefined, wasStatus: undefined, days: undefined, changed };
    }
    const { was, status: wasStatus } = before;
    const [from, to] = [mainDay(was), mainDay(milestone)];
    const days = from === undefined || to === undefined ? undefined : to - from;
    const changed = from !== to || was.endsOn !== milestone.endsOn || wasStatus !== judged.status;
    return { ...row, was, wasStatus, days, changed };
  });
});

/** What the filters leave of them. */
export const shownRows = computed(() => {
  const { party, theme, status, text, changed } = here;
  const words = text.trim().toLowerCase();
  return rows.value.filter(({ milestone: one, standing: { status: is }, changed: differs }) => {
    if (party !== '' && !one.obligors.includes(party) && one.party !== party) return false;
    if (theme !== '' && one.theme !== theme) return false;
    if (status !== '' && !status.split(',').includes(is)) return false;
    if (changed !== '' && supposing.value && !differs) return false;
    return (
      words === '' ||
      `${one.title} ${one.phrase} ${one.ref ?? ''} ${one.path}`.toLowerCase().includes(words)
    );
  });
});

/** The agreement's own words, where its document has them. */
export function quoteOf({ obligation, phase }: Milestone): string | undefined {
  const { obligations } = loaded.value?.agreement.document ?? {};
  const own = obligations?.find(({ id }) => id === obligation);
  return own?.phases?.find(({ id }) => id === phase)?.quote ?? own?.quote;
}
