import type { Clock } from '../../../base/clock';
import { POLICY } from '../../../config/policy';
import type { Fact } from '../../../engine/model/fact';
import {
  type DayOfSigning,
  type SensitivityQuestion,
  sensitivity,
  signedOn,
} from '../../../engine/what-if/sensitivity';
import { type Slack, slacks } from '../../../engine/what-if/slack';
import { scheduleContext } from '../../agreement/calendars';
import { signedDay } from '../../ledger/schedule-fact';
import type { Question } from '../question';
import type { Range } from './sensitivity-query';

/** The conflicts of each signing day, in slices. */
export function slicedDays(
  { agreement, blackouts }: Pick<Question, 'agreement' | 'blackouts'>,
  facts: readonly Fact[],
  range: Range,
  clock: Clock,
): AsyncGenerator<DayOfSigning[]> {
  const unsigned = facts.filter(
    ({ kind, subject }) => kind !== 'occurred' || subject !== 'signing',
  );
  const question: SensitivityQuestion = { agreement, facts: unsigned, blackouts, ...range };
  return sliced(sensitivity(question, scheduleContext(clock.now())), clock);
}

/** The slack of every obligation for the signing in force, or for the first day of the range if there is none. */
export async function slackOf(
  { agreement }: Pick<Question, 'agreement'>,
  facts: readonly Fact[],
  range: Range,
  clock: Clock,
): Promise<Slack[]> {
  const context = scheduleContext(clock.now());
  const signed =
    signedDay(facts) === undefined ? [signedOn(range.from, { agreement, ...range }, context)] : [];
  const work = slacks(agreement, [...facts, ...signed], context, POLICY.rangeDays);
  const found: Slack[] = [];
  for await (const some of sliced(work, clock)) found.push(...some);
  return found;
}

/**
 * Runs a computation in slices of about a millisecond, with other work of the process in between. Yields the values of each
 * slice, without undefined.
 */
async function* sliced<T>(work: Iterable<T | undefined>, clock: Clock): AsyncGenerator<T[]> {
  let slice: T[] = [];
  let begun = clock.now();
  for (const one of work) {
    if (one !== undefined) slice.push(one);
    if (clock.now() === begun) continue;
    if (slice.length > 0) yield slice;
    slice = [];
    await yieldToEventLoop();
    begun = clock.now();
  }
  if (slice.length > 0) yield slice;
}

/** Lets other work of the process run. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
