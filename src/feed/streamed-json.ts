import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller';
import { forPublic } from '../access/public-view';
import { jsonText } from '../base/text/clean';

/**
 * An answer of one object with one long list, sent part by part: what `JSON.stringify` makes of the whole, with the list
 * where `head` ends. The next part is made once the client has taken the one before.
 * @param parts the items of the list; the caller yields to other requests between two.
 * @param tail the members after the list, read at the end.
 */
export function streamedJson(
  reply: FastifyReply,
  caller: Pick<Caller, 'kind'>,
  head: object,
  list: string,
  parts: AsyncIterable<readonly object[]>,
  tail: () => object = () => ({}),
): Readable {
  reply.header('content-type', 'application/json; charset=utf-8');
  const seen = (value: object): unknown => (caller.kind === 'public' ? forPublic(value) : value);
  const membersOf = (value: object): string => jsonText(seen(value)).slice(1, -1);
  async function* text(): AsyncGenerator<string> {
    const before = membersOf(head);
    yield `{${before}${before === '' ? '' : ','}${JSON.stringify(list)}:[`;
    let first = true;
    for await (const part of parts) {
      const items = jsonText(seen(part)).slice(1, -1);
      if (items === '') continue;
      yield first ? items : `,${items}`;
      first = false;
    }
    const after = membersOf(tail());
    yield `]${after === '' ? '' : ','}${after}}`;
  }
  return Readable.from(text(), { objectMode: false });
}
