import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isRecord } from '../../base/guards';
import { escapeAngleBrackets } from '../../base/text/clean';
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
import { linksOf, type Notice, plainLines } from '../format/notice';
import { fit, separated, shareOf } from '../format/text';

/** A message may have 32,000 bytes, and a space takes one message a second: https://developers.google.com/workspace/chat/limits */
const PARAGRAPH = 2_000;
const VALUE = 600;
const MOST_WIDGETS = 12;
const FALLBACK = 2_000;

/**
 * A webhook of a space in Google Chat (https://developers.google.com/workspace/chat/quickstart/webhooks): a card, whose texts
 * read a little HTML and no mentions.
 */
export const googleChat = defineKind({
  title: 'Google Chat',
  settings: z.strictObject({ url: FIELDS.url }),
  example:
    '{"kind": "google-chat", "url": "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=…&token=…"}',
  perMinute: 60,
  recognises: ({ hostname }) => hostname === 'chat.googleapis.com',
  destination: ({ url }) => ({
    address: withoutPath(url),
    request: (notice) => jsonRequest(threaded(url), messageOf(notice)),
  }),
  read,
});

/** Without this option Google Chat ignores the thread of a message. */
function threaded(url: string): string {
  const address = new URL(url);
  address.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
  return address.href;
}

function read(answer: ServiceAnswer): Reading {
  const { error } = jsonOf(answer);
  const { status, message } = isRecord(error) ? error : {};
  const words = firstText(message) ?? wordsOf(answer.body);
  switch (firstText(status)) {
    case 'NOT_FOUND':
    case 'PERMISSION_DENIED':
    case 'UNAUTHENTICATED':
      return {
        verdict: 'gone',
        words,
        advice:
          'The webhook was deleted or its url is not complete. Create a new one in the space and change the url.',
      };
    case 'INVALID_ARGUMENT':
      return { verdict: 'refused', words, advice: 'Google Chat does not accept this message.' };
    default:
      return { ...readStatus(answer), words };
  }
}

function messageOf(notice: Notice) {
  const { id, text, hypothetical, details, evidence, labels, milestone, agreement } = notice;
  const about = milestone?.id ?? agreement?.id;
  const most = shareOf(VALUE * MOST_WIDGETS, details.length + evidence.length, VALUE);
  const widgets = [
    paragraph(`<b>${fit(text, PARAGRAPH, escapeAngleBrackets)}</b>`),
    ...(hypothetical ? [paragraph(`<i>${labels.hypothetical}</i>`)] : []),
    ...details.map(({ label, value }) => decorated(label, fit(value, most, escapeAngleBrackets))),
    ...evidence.map((one) =>
      decorated(labels.evidence, fit(one.title, VALUE, escapeAngleBrackets), one.url),
    ),
  ].slice(0, MOST_WIDGETS);
  const links = linksOf(notice);
  if (links.length > 0) widgets.push(buttons(links));
  return {
    fallbackText: fit([text, ...plainLines(notice)].join('\n'), FALLBACK, separated('<')),
    ...(about === undefined ? {} : { thread: { threadKey: keyOf(about) } }),
    cardsV2: [{ cardId: id, card: { sections: [{ widgets }] } }],
  };
}

function keyOf(about: string): string {
  return createHash('sha256').update(about).digest('hex').slice(0, 32);
}

type Widget = Readonly<Record<string, object>>;

const paragraph = (text: string): Widget => ({ textParagraph: { text } });

const decorated = (topLabel: string, text: string, url?: string): Widget => ({
  decoratedText: {
    topLabel,
    text,
    wrapText: true,
    ...(url === undefined ? {} : { onClick: { openLink: { url } } }),
  },
});

const buttons = (links: ReturnType<typeof linksOf>): Widget => ({
  buttonList: {
    buttons: links.map(({ label, url }) => ({ text: label, onClick: { openLink: { url } } })),
  },
});
