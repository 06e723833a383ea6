import { z } from 'zod';
import { isUrgent } from '../format/effect';
import { FIELDS } from '../format/fields';
import {
  below,
  defineKind,
  firstText,
  jsonOf,
  jsonRequest,
  type Reading,
  readStatus,
  type ServiceAnswer,
  wordsOf,
} from '../format/kind';
import { type Notice, plainLines } from '../format/notice';
import { fit } from '../format/text';

const MESSAGE = 4_000;
const TITLE = 250;

/** An application of a Gotify server (https://gotify.net/docs/pushmsg, https://gotify.net/docs/msgextras). */
export const gotify = defineKind({
  title: 'Gotify',
  settings: z.strictObject({ baseUrl: FIELDS.baseUrl, token: FIELDS.token }),
  example: '{"kind": "gotify", "baseUrl": "https://gotify.example.org", "token": "AbCdEf.12345"}',
  destination: ({ baseUrl, token }) => ({
    address: `${new URL(baseUrl).origin}/…`,
    request: (notice) =>
      jsonRequest(below(baseUrl, '/message'), messageOf(notice), { 'x-gotify-key': token }),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { error, errorDescription } = jsonOf(answer);
  const words = firstText(errorDescription, error) ?? wordsOf(answer.body);
  if (firstText(error) !== undefined && [401, 403].includes(answer.status)) {
    return {
      verdict: 'gone',
      words,
      advice: 'The token is not that of an application. Create one in Gotify and change the token.',
    };
  }
  if (firstText(error) !== undefined && answer.status === 400) {
    return { verdict: 'refused', words, advice: 'Gotify does not accept this message.' };
  }
  return { ...readStatus(answer), words };
}

function messageOf(notice: Notice) {
  const { text, url, agreement } = notice;
  return {
    title: fit(agreement?.title ?? 'Pacta', TITLE),
    message: fit([text, ...plainLines(notice)].join('\n'), MESSAGE),
    priority: isUrgent(notice) ? 8 : 5,
    extras: {
      'client::display': { contentType: 'text/plain' },
      ...(url === undefined ? {} : { 'client::notification': { click: { url } } }),
    },
  };
}
