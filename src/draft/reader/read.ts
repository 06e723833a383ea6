import type { Found } from '../finder/found';
import { accepts } from './accepts';
import type { Surroundings } from './context';
import { atMost, back, during, interval, lasting, restOf, whileReading } from './read-intervals';
import { earliest, latest, within } from './read-limits';
import { every, fromNow, moment, notice } from './read-moments';
import { unless } from './read-unless';
import type { Reading, Unread } from './reading';

/** Reads an expression of an operative sentence into a phrase that the engine's parser accepts, or says why it cannot. */
export function read(found: Found, around: Surroundings): Reading | Unread {
  const reading = readRelation(found, around);
  if ('why' in reading) return reading;
  if (!accepts(reading.key, reading.phrase))
    return {
      why: `It would be "${reading.key}: ${reading.phrase}", which the language does not have.`,
    };
  const asked = reading.confidence === 'low' && reading.doubt === undefined;
  return {
    ...reading,
    ...(asked && { doubt: 'One of its parts is assumed; is it what the text means?' }),
    alternatives: reading.alternatives.filter(({ key, phrase }) => accepts(key, phrase)),
  };
}

function readRelation(found: Found, around: Surroundings): Reading | Unread {
  switch (found.relation) {
    case 'within':
      return within(found, around);
    case 'by':
    case 'before':
      return latest(found, around);
    case 'not-before':
      return earliest(found, around);
    case 'on':
    case 'after':
    case 'from':
      return moment(found, around);
    case 'until':
    case 'between':
      return interval(found, around);
    case 'for':
      return lasting(found, around);
    case 'during':
      return during(found, around);
    case 'while':
      return whileReading(found, around);
    case 'rest-of':
      return restOf(found, around);
    case 'notice':
      return notice(found, around);
    case 'at-most':
      return atMost(found, around);
    case 'every':
      return every(found, around);
    case 'vague':
      return found.vague === 'from-now' ? fromNow(around) : vague(found);
    case 'back':
      return back(found, around);
    case 'elsewhere':
      return { why: 'The length of this period is fixed elsewhere.' };
    case 'unread':
      return { why: found.why ?? 'The time is not read.' };
    case 'unless':
      return unless(found, around);
    case 'amount':
    case 'mention':
      return { why: 'No word relates it to the duty, or it only describes something.' };
  }
}

/** Words that fix no time stay without one: nothing is invented for them. */
function vague(found: Found): Reading | Unread {
  return {
    key: 'due',
    phrase: 'undated',
    confidence: 'high',
    rules: [`these words fix no time (${found.vague ?? 'vague'})`],
    alternatives: [],
  };
}
