import type { Message } from '../../outbox/message.entity';
import { KINDS } from '../destination-kinds';
import type { Endpoint } from '../endpoint/endpoint.entity';
import type { Pair } from './create-deliveries';

/** Deliveries in one group. */
const MOST = 50;

type Grouped = Pick<Message, 'id' | 'agreementId' | 'milestoneId' | 'type' | 'hypothetical'>;

/**
 * Gives a group to deliveries that one message can replace. Their messages are about milestones of one agreement, have
 * one type and one destination, and are written in one change. Messages that rest on an assumed fact have separate
 * groups, and so have escalations. Programs get each message separately.
 * @param messages all messages of one write.
 * @param single ids of messages that have a single destination.
 */
export function grouped(
  pairs: readonly Pair[],
  endpoints: readonly Endpoint[],
  messages: readonly Grouped[],
  single: ReadonlyMap<string, string>,
): Pair[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const kinds = new Map(endpoints.map(({ id, kind }) => [id, kind]));
  const groups = new Map<string, string[]>();
  const keyOf = ([messageId, endpointId]: Pair): string | undefined => {
    const message = byId.get(messageId);
    const kind = kinds.get(endpointId);
    if (kind === undefined || !KINDS[kind].groups) return undefined;
    if (message === undefined || message.milestoneId === null) return undefined;
    const { agreementId, type, hypothetical } = message;
    return JSON.stringify([endpointId, agreementId, type, hypothetical, single.has(messageId)]);
  };
  // Two linear passes, positions and then groups: an import may have ten thousand messages of one type.
  const places = pairs.map((pair) => {
    const key = keyOf(pair);
    if (key === undefined) return undefined;
    const own = groups.get(key) ?? [];
    groups.set(key, own);
    return { own, place: own.push(pair[0]) - 1 };
  });
  return pairs.map((pair, i) => {
    const { own = [], place = 0 } = places[i] ?? {};
    const start = place - (place % MOST);
    const first = own[start];
    const [messageId, endpointId] = pair;
    return first === undefined || own.length - start < 2
      ? pair
      : [messageId, endpointId, groupId(first)];
  });
}

/** A group is named by its first message, so that each attempt has the same id. */
function groupId(firstMessageId: string): string {
  return firstMessageId.replace(/^msg_/, 'grp_');
}
