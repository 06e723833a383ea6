import { Refusal } from '../base/refusal';
import type { Message } from '../outbox/message.entity';
import type { Endpoint } from './endpoint/endpoint.entity';

/** What an endpoint wants to hear of. A list that is empty stands for all. */
export type MessageFilter = Pick<
  Endpoint,
  'types' | 'agreements' | 'parties' | 'themes' | 'includeHypothetical' | 'includeActual'
>;

export type FilteredMessage = Pick<
  Message,
  'type' | 'agreementId' | 'parties' | 'themes' | 'hypothetical'
>;

/** Whether a message is for an endpoint: every list it gives must name something the message is about. */
export function matches(wishes: MessageFilter, message: FilteredMessage): boolean {
  return (
    (message.hypothetical ? wishes.includeHypothetical : wishes.includeActual) &&
    meet(wishes.types, [message.type]) &&
    meet(wishes.agreements, message.agreementId === null ? null : [message.agreementId]) &&
    meet(wishes.parties, message.parties) &&
    meet(wishes.themes, message.themes)
  );
}

function meet(wanted: readonly string[], given: readonly string[] | null): boolean {
  return wanted.length === 0 || given === null || given.some((one) => wanted.includes(one));
}

/** @throws Refusal 'invalid' when no message can ever be wanted. */
export function refuseEmptyFilter(wishes: MessageFilter): void {
  if (wishes.includeActual || wishes.includeHypothetical) return;
  throw new Refusal('invalid', 'The endpoint would never hear of anything; nothing was written.', [
    {
      pointer: '/includeActual',
      detail: 'includeActual and includeHypothetical are both false',
      expected: 'one of them true',
      example: '{"includeActual": true}',
    },
  ]);
}
