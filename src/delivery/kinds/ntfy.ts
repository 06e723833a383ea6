import { z } from 'zod';
import { isUrgent } from '../format/effect';
import { FIELDS } from '../format/fields';
import {
  defineKind,
  firstText,
  jsonOf,
  jsonRequest,
  type Reading,
  readStatus,
  type ServiceAnswer,
  wordsOf,
} from '../format/kind';
import { linksOf, type Notice, plainLines } from '../format/notice';
import { asIs, fit, inBytes } from '../format/text';

const SERVICE = 'https://ntfy.sh';
/** A longer message becomes an attachment: https://docs.ntfy.sh/publish/#limitations */
const MESSAGE_BYTES = 4_000;
const TITLE_BYTES = 250;

/** A topic of ntfy. Its name is as good as a password, so it is not shown. The message has no Markdown. */
export const ntfy = defineKind({
  title: 'ntfy',
  settings: z.strictObject({
    topic: FIELDS.topic,
    token: FIELDS.token.optional(),
    baseUrl: FIELDS.baseUrl.optional(),
  }),
  example: '{"kind": "ntfy", "topic": "pacta-8f3k2m"}',
  perMinute: 60,
  recognises: ({ hostname }) => hostname === 'ntfy.sh',
  destination: ({ topic, token, baseUrl = SERVICE }) => ({
    address: `${new URL(baseUrl).origin}/…`,
    request: (notice) =>
      jsonRequest(
        baseUrl,
        { topic, ...messageOf(notice) },
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      ),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { error, code } = jsonOf(answer);
  const words = firstText(error) ?? wordsOf(answer.body);
  // Codes begin with the status: 401xx and 403xx for access, 400xx for the message.
  if (typeof code === 'number' && [401, 403].includes(Math.floor(code / 100))) {
    return {
      verdict: 'gone',
      words,
      advice: 'The topic is protected. Set a token that may write to it.',
    };
  }
  if (typeof code === 'number' && [400, 413].includes(Math.floor(code / 100))) {
    return { verdict: 'refused', words, advice: 'ntfy does not accept this message.' };
  }
  return { ...readStatus(answer), words };
}

function messageOf(notice: Notice) {
  const { text, url, agreement } = notice;
  const lines = [text, ...plainLines(notice)].join('\n');
  return {
    title: fit(agreement?.title ?? 'Pacta', TITLE_BYTES, asIs, inBytes),
    message: fit(lines, MESSAGE_BYTES, asIs, inBytes),
    priority: isUrgent(notice) ? 4 : 3,
    ...(url === undefined
      ? {}
      : {
          click: url,
          actions: linksOf(notice).map((link) => ({ action: 'view', ...link })),
        }),
  };
}
