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
  secondsOf,
  withoutPath,
  wordsOf,
} from '../format/kind';
import { markdownAcknowledge, type Notice, rowsOf } from '../format/notice';
import { fit, markdown, shareOf } from '../format/text';

/** Lengths of https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const DESCRIPTION = 2_000;
const FIELD_NAME = 256;
const FIELD_VALUE = 1_024;
/** All values together: an embed has at most 6,000 characters. */
const VALUES = 3_000;
const MOST_FIELDS = 10;
const TITLE = 256;

/** A webhook of a Discord channel. Mentions are switched off, and Markdown is escaped. */
export const discord = defineKind({
  title: 'Discord',
  settings: z.strictObject({ url: FIELDS.url }),
  example: '{"kind": "discord", "url": "https://discord.com/api/webhooks/123456789012345678/XXXX"}',
  perMinute: 30,
  recognises: ({ hostname, pathname }) =>
    /(^|\.)discord(app)?\.com$/.test(hostname) && !/\/(slack|github)$/.test(pathname),
  destination: ({ url }) => ({
    address: withoutPath(url),
    request: (notice) => jsonRequest(waiting(url), payloadOf(notice)),
  }),
  read,
});

/** With `wait` Discord answers after it has stored the message; without it a lost message is no error. */
function waiting(url: string): string {
  const waited = new URL(url);
  waited.searchParams.set('wait', 'true');
  return waited.href;
}

function read(answer: ServiceAnswer): Reading {
  const { code, message, retry_after } = jsonOf(answer);
  const words = firstText(message) ?? wordsOf(answer.body);
  // 10015: Unknown Webhook. 50027: Invalid Webhook Token. Requests to a webhook that is gone lead to a ban.
  if (code === 10_015 || code === 50_027) {
    return {
      verdict: 'gone',
      words,
      advice:
        'The webhook was deleted, or its url is not complete. Create a new one in Discord and change the url.',
    };
  }
  // 50035: Invalid Form Body. 50006: Cannot send an empty message. 220001: the channel is a forum.
  if (code === 50_035 || code === 50_006) {
    return { verdict: 'refused', words, advice: 'Discord does not accept this message.' };
  }
  if (code === 220_001) {
    return {
      verdict: 'gone',
      words,
      advice: 'The webhook belongs to a forum. Choose a text channel.',
    };
  }
  return { ...readStatus(answer), words, retryAfterSeconds: secondsOf(retry_after) };
}

function payloadOf(notice: Notice) {
  const { text, url, hypothetical, labels, timestamp, agreement } = notice;
  const fields = rowsOf(notice).slice(0, MOST_FIELDS);
  const most = shareOf(VALUES, fields.length, 0, FIELD_VALUE);
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        // A title is shown as a link only together with an address.
        title: fit(agreement?.title ?? 'Pacta', TITLE, markdown),
        ...(url === undefined ? {} : { url }),
        description: fit(text, DESCRIPTION, markdown) + markdownAcknowledge(notice),
        timestamp,
        fields: fields.map(({ label, value }) => ({
          name: fit(label, FIELD_NAME, markdown),
          value: fit(value, most, markdown),
          inline: false,
        })),
        ...(hypothetical ? { footer: { text: labels.hypothetical } } : {}),
      },
    ],
  };
}
