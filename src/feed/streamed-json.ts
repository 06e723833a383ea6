import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller';
import { forPublic } from '../access/public-view';
import { cleanJson, jsonText } from '../base/text/clean';

/** An object as JSON already: what is stored as JSON need not be parsed and written again. */
export class JsonObject {
  constructor(readonly text: string) {}
}

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
  parts: AsyncIterable<readonly (object | JsonObject)[]>,
  tail: () => object = () => ({}),
): Readable {
  reply.header('content-type', 'application/json; charset=utf-8');
  const isPublic = caller.kind === 'public';
  const seen = (value: object): unknown => (isPublic ? forPublic(value) : value);
  const membersOf = (value: object): string => jsonText(seen(value)).slice(1, -1);
  const itemsOf = (items: readonly (object | JsonObject)[]): string =>
    isPublic
      ? membersOf(items.map(parsed))
      : items
          .map((one) => (one instanceof JsonObject ? cleanJson(one.text) : jsonText(one)))
          .join();
  const iterator = parts[Symbol.asyncIterator]();
  const next = async (): Promise<string | undefined> => {
    const { done, value } = await iterator.next();
    return done === true ? undefined : itemsOf(value);
  };
  async function* text(): AsyncGenerator<Buffer> {
    const before = membersOf(head);
    yield Buffer.from(`{${before}${before === '' ? '' : ','}${JSON.stringify(list)}:[`);
    let first = true;
    for (let items = await next(); items !== undefined; items = await next()) {
      if (items === '') continue;
      const bytes = Buffer.from(first ? items : `,${items}`);
      first = false;
      // A text that is being sent would be held a second time.
      items = '';
      yield bytes;
    }
    const after = membersOf(tail());
    yield Buffer.from(`]${after === '' ? '' : ','}${after}}`);
  }
  return flowing(text());
}

function parsed(item: object | JsonObject): object {
  return item instanceof JsonObject ? JSON.parse(item.text) : item;
}

/** An answer that is sent part by part; the next part is made once the client has taken the one before. */
export function flowing(parts: AsyncIterable<string | Buffer>): Readable {
  return Readable.from(parts, { objectMode: false, highWaterMark: 0 });
}
