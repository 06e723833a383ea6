import { computed } from '@preact/signals';
import type { Headline, Milestone, Standing } from '../../src/schedule/model';
import { standing } from '../../src/schedule/status';
import { address } from './address';
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

export const rows = computed((): readonly Row[] => {
  const [before, now, policy] = [baseline.value, outlook.value, loaded.value?.plan];
  if (before === undefined || now === undefined || policy === undefined) return [];
  const at = asOf.value;
  const compared = supposing.value;
  const earlier = compared ? new Map(before.milestones.map((one) => [one.id, one])) : undefined;
  return now.milestones.map((milestone) => {
    const judged = standing(milestone, at, policy);
    const was = earlier?.get(milestone.id);
    if (!compared || was === undefined) {
      const changed = compared;
      return {
        id: milestone.id,
        milestone,
        was,
        standing: judged,
        wasStatus: undefined,
        days: undefined,
        changed,
      };
    }
    const wasStatus = standing(was, at, policy).status;
    const [from, to] = [mainDay(was), mainDay(milestone)];
    const days = from === undefined || to === undefined ? undefined : to - from;
    const changed = from !== to || was.endsOn !== milestone.endsOn || wasStatus !== judged.status;
    return { id: milestone.id, milestone, was, standing: judged, wasStatus, days, changed };
  });
});

/** What the filters leave of them. */
export const shownRows = computed(() => {
  const { party, theme, status, text, changed } = address.value;
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
