import { POLICY } from '../../config/policy';
import type { Fact } from '../schedule/model';
import {
  type DayOfSigning,
  type SensitivityQuestion,
  sensitivity,
  signedOn,
} from '../schedule/sensitivity';
import { type Slack, slacks } from '../schedule/slack';
import { scheduling, signedDay } from './outlook';
import type { Question } from './question';
import type { Range } from './range';

/** What is looked at before others may run; a cell is one obligation on one day. */
const CELLS_IN_A_SLICE = 2_000;

/** Each day's conflicts, in slices: between two, whoever waits for the process gets it. */
export async function* slicedDays(
  { agreement, blackouts }: Pick<Question, 'agreement' | 'blackouts'>,
  facts: readonly Fact[],
  range: Range,
): AsyncGenerator<DayOfSigning[]> {
  const unsigned = facts.filter(
    ({ kind, subject }) => kind !== 'occurred' || subject !== 'signing',
  );
  const question: SensitivityQuestion = { agreement, facts: unsigned, blackouts, ...range };
  const size = Math.max(1, Math.floor(CELLS_IN_A_SLICE / agreement.items.length));
  let slice: DayOfSigning[] = [];
  for (const one of sensitivity(question, scheduling())) {
    slice.push(one);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
    await othersRun();
  }
  if (slice.length > 0) yield slice;
}

/** Every obligation's slack for the signing in force or, where there is none, for the first day asked about. */
export async function slackOf(
  { agreement }: Pick<Question, 'agreement'>,
  facts: readonly Fact[],
  range: Range,
): Promise<Slack[]> {
  const signed =
    signedDay(facts) === undefined
      ? [signedOn(range.from, { agreement, ...range }, scheduling())]
      : [];
  const found: Slack[] = [];
  const size = Math.max(1, Math.floor(CELLS_IN_A_SLICE / agreement.items.length));
  let looks = 0;
  for (const one of slacks(agreement, [...facts, ...signed], scheduling(), POLICY.rangeDays)) {
    if (one !== undefined) found.push(one);
    if (++looks % size === 0) await othersRun();
  }
  return found;
}

/** Gives the process to whoever waits for it. */
export function othersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
