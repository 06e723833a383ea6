import { luxonZones } from '../../src/base/zones';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import type { AgreementDocument } from '../../src/engine/model/document';
import type { Fact } from '../../src/engine/model/fact';
import type { Milestone } from '../../src/engine/model/milestone';
import { schedule } from '../../src/engine/schedule/schedule';
import { statusAt } from '../../src/engine/status/status';
import { compiled, documentOf } from './agreements';

/** YYYY-MM-DD of a civil day. */
export const day = (value: number | undefined) =>
  value === undefined ? undefined : formatDay(value);
export const on = (milestone: Milestone | undefined) => day(milestone?.dueOn);
const DUE_SOON = { dueSoonMs: 14 * 86_400_000 };
/** The headline at an instant. */
export const statusOf = (milestone: Milestone | undefined, at: string) =>
  statusAt(milestone as Milestone, Date.parse(at), DUE_SOON).status;

/** Milestones by id without the agreement's: `report@chad#2`. */
export function run(
  obligations: AgreementDocument['obligations'],
  facts: readonly Fact[],
  more: Partial<AgreementDocument> = {},
): Record<string, Milestone> {
  const { milestones } = schedule(compiled(documentOf(obligations, more)), facts, {
    zones: luxonZones,
  });
  return Object.fromEntries(milestones.map((one) => [one.id.slice('test/'.length), one]));
}

/** Two states with a deposit each, and events that happen or not. */
export const states = {
  parties: {
    chad: { name: 'Chad', groups: ['states'] },
    ukraine: { name: 'Ukraine', groups: ['states'] },
  },
  events: {
    deposit: { title: 'Deposit', by: 'states' },
    poll: { title: 'Poll', repeats: true },
    notice: { title: 'Notice' },
    invasion: { title: 'Invasion' },
    approval: { title: 'Approval' },
  },
};
