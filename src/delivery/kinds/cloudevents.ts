import { z } from 'zod';
import { isRecord } from '../../base/guards';
import { jsonText } from '../../base/text/clean';
import { FIELDS } from '../format/fields';
import { defineKind } from '../format/kind';
import type { Notice } from '../format/notice';

/** Messages as CloudEvents 1.0 over HTTP, in structured or binary mode, with the signatures of Standard Webhooks. */
export const cloudevents = defineKind({
  title: 'The receiver',
  groups: false,
  settings: z.strictObject({ url: FIELDS.url, mode: FIELDS.mode.optional() }),
  example: '{"kind": "cloudevents", "url": "https://events.example.org/", "mode": "binary"}',
  signed: true,
  destination: ({ url, mode }) => ({
    address: url,
    request: (notice) => {
      const attributes = attributesOf(notice);
      const data = dataOf(notice);
      return mode === 'binary'
        ? {
            by: 'http',
            method: 'POST',
            url,
            headers: {
              ...Object.fromEntries(
                Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encoded(value)]),
              ),
              'content-type': 'application/json',
            },
            body: jsonText(data),
          }
        : {
            by: 'http',
            method: 'POST',
            url,
            headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
            body: jsonText({ ...attributes, datacontenttype: 'application/json', data }),
          };
    },
  }),
});

function attributesOf({ id, type, timestamp, url, milestone, agreement }: Notice) {
  const subject = milestone?.id ?? agreement?.id;
  return {
    specversion: '1.0',
    id,
    source: url === undefined ? 'urn:pacta' : new URL('/', url).href,
    type: `pacta.${type}`,
    time: timestamp,
    ...(subject === undefined ? {} : { subject }),
  };
}

/** The data of the message, with the sentence in the language of the destination. */
function dataOf({ body, text }: Notice): object {
  const message: unknown = JSON.parse(body);
  return isRecord(message) && isRecord(message.data) ? { ...message.data, text } : {};
}

/** Header values by the HTTP binding, 3.1.3.2: space, quotes, percent and all but printable ASCII as UTF-8 in percent. */
function encoded(value: string): string {
  return value.replace(/[^\u0021\u0023\u0024\u0026-\u007e]+/gu, (part) =>
    [...Buffer.from(part)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
