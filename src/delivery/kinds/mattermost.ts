import { z } from 'zod';
import { FIELDS } from '../format/fields';
import {
  defineKind,
  firstText,
  jsonOf,
  jsonRequest,
  type Reading,
  readStatus,
  type ServiceAnswer,
  withoutPath,
  wordsOf,
} from '../format/kind';
import { markdownAcknowledge, type Notice, rowsOf } from '../format/notice';
import { both, fit, markdown, separated, shareOf } from '../format/text';

/** Servers accept 16,383 characters of text and, before release 5.4, 7,600 of attachments. */
const TEXT = 1_000;
const VALUE = 250;
const MOST_FIELDS = 8;

/** Mattermost notifies people for `@name` in the text of an attachment too; a backslash alone does not prevent it. */
const harmless = both(separated('@'), markdown);

/** An incoming webhook of Mattermost. */
export const mattermost = defineKind({
  title: 'Mattermost',
  settings: z.strictObject({ url: FIELDS.url }),
  example: '{"kind": "mattermost", "url": "https://chat.example.org/hooks/xxxx"}',
  perMinute: 60,
  destination: ({ url }) => ({
    address: withoutPath(url),
    request: (notice) => jsonRequest(url, payloadOf(notice)),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { message, id } = jsonOf(answer);
  const words = firstText(message) ?? wordsOf(answer.body);
  if (typeof id === 'string' && /webhook.*(get|invalid|disabled|archived|channel)/.test(id)) {
    return {
      verdict: 'gone',
      words,
      advice:
        'The webhook or its channel does not exist, or webhooks are disabled. Check it in Mattermost and change the url.',
    };
  }
  return { ...readStatus(answer), words };
}

function payloadOf(notice: Notice) {
  const { text, url, hypothetical, labels, agreement } = notice;
  const fields = rowsOf(notice).slice(0, MOST_FIELDS);
  const most = shareOf(VALUE * MOST_FIELDS, fields.length, VALUE);
  return {
    attachments: [
      {
        fallback: fit(text, TEXT, separated('@')),
        title: fit(agreement?.title ?? 'Pacta', VALUE, harmless),
        ...(url === undefined ? {} : { title_link: url }),
        text: fit(text, TEXT, harmless) + markdownAcknowledge(notice),
        fields: fields.map(({ label, value }) => ({
          short: false,
          title: label,
          value: fit(value, most, harmless),
        })),
        ...(hypothetical ? { footer: labels.hypothetical } : {}),
      },
    ],
  };
}
