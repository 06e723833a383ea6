import { type Fault, Refusal } from '../base/refusal';
import type { Message } from '../outbox/message.entity';
import type { MessageType } from '../outbox/message-type';
import { KINDS } from './destination-kinds';
import type { Endpoint } from './endpoint/endpoint.entity';
import type { KindName } from './format/kind';

/** Which messages an endpoint receives. An empty list matches everything. */
type MessageFilter = Pick<
  Endpoint,
  | 'types'
  | 'agreements'
  | 'parties'
  | 'themes'
  | 'includeHypothetical'
  | 'includeActual'
  | 'onlyEscalations'
>;

export type FilteredMessage = Pick<
  Message,
  'type' | 'agreementId' | 'parties' | 'themes' | 'hypothetical'
>;

/** Whether a message passes a filter: each of its lists must have an entry in common with the message. */
export function matches(filter: MessageFilter, message: FilteredMessage): boolean {
  return (
    !filter.onlyEscalations &&
    listMatches(filter.types, [message.type]) &&
    matchesScope(filter, message)
  );
}

/** Whether a message passes a filter apart from its type: by agreement, party, theme and assumed facts. */
export function matchesScope(filter: MessageFilter, message: FilteredMessage): boolean {
  return (
    certaintyMatches(filter, message) &&
    listMatches(filter.agreements, message.agreementId === null ? null : [message.agreementId]) &&
    listMatches(filter.parties, message.parties) &&
    listMatches(filter.themes, message.themes)
  );
}

/**
 * Whether an endpoint takes a message that an escalation chain passes to it. The chain names the endpoint, so of its filter
 * only the agreements and the hypothetical messages count.
 */
export function acceptsEscalation(
  endpoint: MessageFilter & Pick<Endpoint, 'kind'>,
  message: FilteredMessage,
): boolean {
  const { agreementId } = message;
  const said = KINDS[endpoint.kind].types;
  return (
    certaintyMatches(endpoint, message) &&
    listMatches(endpoint.agreements, agreementId === null ? null : [agreementId]) &&
    (said === undefined || said.includes(message.type))
  );
}

/** Whether a filter takes messages of this certainty: those that rest on an assumed fact, or those that do not. */
function certaintyMatches(
  { includeHypothetical, includeActual }: MessageFilter,
  { hypothetical }: FilteredMessage,
): boolean {
  return hypothetical ? includeHypothetical : includeActual;
}

/** @param values null for a message that concerns no agreement, party or theme: it passes every list. */
function listMatches(list: readonly string[], values: readonly string[] | null): boolean {
  return list.length === 0 || values === null || values.some((value) => list.includes(value));
}

/** @throws Refusal 'invalid' for message types that a kind of destination cannot express. */
export function refuseUnsaidTypes(kind: KindName, types: readonly MessageType[]): void {
  const known = KINDS[kind].types;
  if (known === undefined) return;
  const faults = types.flatMap((type, i) =>
    known.includes(type)
      ? []
      : [
          {
            pointer: `/types/${i}`,
            detail: `a destination of the kind "${kind}" cannot express ${type}`,
            expected: `one of ${known.join(', ')}`,
            example: '{"types": ["milestone.overdue", "milestone.fulfilled"]}',
          },
        ],
  );
  if (faults.length > 0) {
    throw new Refusal('invalid', 'These types cannot be sent. Nothing was written.', faults);
  }
}

/**
 * @throws Refusal 'invalid' for a digest that a kind of destination cannot express, and for a filter that lets only digests
 * through where none is set.
 */
export function refuseUnsaidDigest(
  kind: KindName,
  digest: unknown,
  types: readonly MessageType[],
): void {
  const faults: Fault[] = [];
  const example = '{"digest": {"every": "day", "at": "08:00", "zone": "Europe/Kyiv"}}';
  if (digest !== null && KINDS[kind].types?.includes('digest') === false) {
    faults.push({
      pointer: '/digest',
      detail: `a destination of the kind "${kind}" cannot express a digest`,
      expected: 'no digest, or another kind',
    });
  }
  if (digest === null && types.length > 0 && types.every((type) => type === 'digest')) {
    faults.push({
      pointer: '/digest',
      detail: 'is missing: the endpoint is to get digests only',
      expected: 'when its digest is written',
      example,
    });
  }
  if (faults.length > 0) {
    throw new Refusal('invalid', 'This digest cannot be sent. Nothing was written.', faults);
  }
}

/** @throws Refusal 'invalid' for a filter that no message passes. */
export function refuseEmptyFilter(
  filter: Pick<MessageFilter, 'includeActual' | 'includeHypothetical'>,
): void {
  if (filter.includeActual || filter.includeHypothetical) return;
  throw new Refusal('invalid', 'These filters match no message. Nothing was written.', [
    {
      pointer: '/includeActual',
      detail: 'includeActual and includeHypothetical are both false',
      expected: 'one of them true',
      example: '{"includeActual": true}',
    },
  ]);
}
