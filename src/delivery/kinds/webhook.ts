import { z } from 'zod';
import { isRecord } from '../../base/guards';
import { jsonText } from '../../base/text/clean';
import { FIELDS } from '../format/fields';
import { defineKind } from '../format/kind';
import type { Notice } from '../format/notice';

/** A receiver of one's own: it gets the stored bytes, signed. */
export const webhook = defineKind({
  title: 'The receiver',
  groups: false,
  settings: z.strictObject({ url: FIELDS.url }),
  example: '{"url": "https://example.org/pacta"}',
  signed: true,
  destination: ({ url }) => ({
    address: url,
    request: (notice) => ({
      by: 'http',
      method: 'POST',
      url,
      headers: {},
      body: bodyIn(notice),
    }),
  }),
});

/** The stored bytes; in a language other than English, the message with that sentence as its `text`. */
function bodyIn({ body, language, text }: Notice): string {
  if (language === 'en') return body;
  const message: unknown = JSON.parse(body);
  if (!isRecord(message) || !isRecord(message.data)) return body;
  return jsonText({ ...message, data: { ...message.data, text } });
}
