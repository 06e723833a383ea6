import { z } from 'zod';
import { escapeHtml } from '../../base/text/clean';
import { FIELDS } from '../format/fields';
import {
  below,
  defineKind,
  firstText,
  jsonOf,
  type Reading,
  readStatus,
  type ServiceAnswer,
  secondsOf,
  wordsOf,
} from '../format/kind';
import { linksOf, type Notice, plainLines } from '../format/notice';
import { fit, shareOf } from '../format/text';

/** An event may have 65,536 bytes with both forms of the text. */
const PLAIN = 4_000;
const VALUE = 500;
const MOST_DETAILS = 12;

/**
 * A room of Matrix (https://spec.matrix.org/v1.18/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid). The id of
 * the message is the transaction id, so the server drops a repeated request.
 */
export const matrix = defineKind({
  title: 'Matrix',
  settings: z.strictObject({ baseUrl: FIELDS.baseUrl, room: FIELDS.room, token: FIELDS.token }),
  example:
    '{"kind": "matrix", "baseUrl": "https://matrix.example.org", "room": "!abc:example.org", "token": "syt_abc"}',
  perMinute: 60,
  destination: ({ baseUrl, room, token }) => ({
    address: `${new URL(baseUrl).origin} room ${room}`,
    request: (notice) => ({
      by: 'http',
      method: 'PUT',
      url: below(
        baseUrl,
        `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(notice.id)}`,
      ),
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(contentOf(notice)),
    }),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { errcode, error, retry_after_ms } = jsonOf(answer);
  const words = [errcode, error].filter((one) => typeof one === 'string').join(': ');
  switch (firstText(errcode)) {
    case 'M_UNKNOWN_TOKEN':
    case 'M_MISSING_TOKEN':
      return {
        verdict: 'gone',
        words,
        advice: 'The token is not valid. Sign in again and change the token.',
      };
    case 'M_USER_DEACTIVATED':
    case 'M_USER_LOCKED':
    case 'M_USER_SUSPENDED':
      return {
        verdict: 'gone',
        words,
        advice: 'The account of the token is closed for now. Ask the administrator of the server.',
      };
    case 'M_FORBIDDEN':
    case 'M_NOT_FOUND':
      return {
        verdict: 'gone',
        words,
        advice:
          'Invite the user of the token to the room and let it join, then enable this destination.',
      };
    case 'M_TOO_LARGE':
    case 'M_BAD_JSON':
    case 'M_NOT_JSON':
      return { verdict: 'refused', words, advice: 'Matrix does not accept this message.' };
    default:
      return {
        ...readStatus(answer),
        words: words === '' ? wordsOf(answer.body) : words,
        retryAfterSeconds: secondsOf(
          typeof retry_after_ms === 'number' ? retry_after_ms / 1_000 : undefined,
        ),
      };
  }
}

function contentOf(notice: Notice) {
  const { text } = notice;
  const link = linksOf(notice)
    .map(({ label, url }) => `\n${label}: ${url}`)
    .join('');
  const lines = [text, ...plainLines(notice)].join('\n');
  return {
    msgtype: 'm.text',
    body: fit(lines, PLAIN - link.length) + link,
    format: 'org.matrix.custom.html',
    formatted_body: htmlOf(notice),
    // An empty object says that nobody is mentioned, whatever the text contains (specification 1.7, 11.37).
    'm.mentions': {},
  };
}

function htmlOf(notice: Notice): string {
  const { text, hypothetical, details, evidence, labels } = notice;
  const most = shareOf(VALUE * MOST_DETAILS, details.length + evidence.length, VALUE);
  const items = [
    ...details.map(
      ({ label, value }) =>
        `<b>${escapeHtml(label)}:</b> ${fit(value, most, escapeHtml).replaceAll('\n', '<br>')}`,
    ),
    ...evidence.map((one) => {
      const title = fit(one.title, VALUE, escapeHtml);
      const linked =
        one.url === undefined ? title : `<a href="${escapeHtml(one.url)}">${title}</a>`;
      return `<b>${escapeHtml(labels.evidence)}:</b> ${linked}`;
    }),
  ].slice(0, MOST_DETAILS);
  return [
    `<p><strong>${fit(text, PLAIN, escapeHtml)}</strong></p>`,
    hypothetical ? `<p><em>${escapeHtml(labels.hypothetical)}</em></p>` : '',
    items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
    ...linksOf(notice).map(
      ({ label, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`,
    ),
  ].join('');
}
