import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cleanLine, escapeHtml } from '../../base/text/clean';
import { FIELDS } from '../format/fields';
import { defineKind, type Mail, type Reading, type ServiceAnswer, wordsOf } from '../format/kind';
import { linksOf, type Notice, plainLines } from '../format/notice';
import { fit } from '../format/text';

/** Mail programs cut a longer subject. */
const SUBJECT = 180;
const RIGHT_TO_LEFT = /\p{Script=Hebrew}|\p{Script=Arabic}/u;

/** A mailbox. The mail server is a setting of the service (`PUT /v1/mail-server`). */
export const email = defineKind({
  title: 'The mail server',
  settings: z.strictObject({ to: FIELDS.to }),
  example: '{"kind": "email", "to": "monitor@example.org"}',
  perMinute: 60,
  destination: ({ to }) => ({ address: to, request: (notice) => mailOf(to, notice) }),
  read,
});

/** By RFC 5321: 4xx may succeed later. An enhanced code 5.1.x is about the address, any other 5xx about the mail. */
function read({ status, body }: ServiceAnswer): Reading {
  const words = wordsOf(body);
  if (status >= 200 && status < 300) return { verdict: 'delivered', words };
  if (status < 500) return { verdict: 'retry', words };
  if (status === 535 || status === 530 || status === 534) {
    return {
      verdict: 'retry',
      words,
      advice: 'Correct user and password of the mail server (PUT /v1/mail-server).',
    };
  }
  if (/\b5\.1\.(1|2|3|6|10)\b/.test(body) || status === 553) {
    return { verdict: 'gone', words, advice: 'The mailbox does not exist. Correct the address.' };
  }
  if (/\b5\.7\.\d/.test(body)) {
    return {
      verdict: 'retry',
      words,
      advice: 'The mail server does not send for this sender. Check its user and `from`.',
    };
  }
  return { verdict: 'refused', words, advice: 'The mail server does not accept this mail.' };
}

function mailOf(to: string, notice: Notice): Mail {
  const { id, url, agreement, milestone, text, unsubscribeUrl } = notice;
  const host = url === undefined ? 'pacta.invalid' : new URL(url).hostname;
  // The same subject for every mail about a milestone: some programs group by it.
  const subject = [agreement?.title, milestone?.title].filter(Boolean).join(': ');
  const about = milestone?.id ?? agreement?.id;
  return {
    by: 'mail',
    to,
    subject: fit(cleanLine(subject === '' ? text : subject), SUBJECT),
    text: textOf(notice),
    html: htmlOf(notice),
    messageId: `${id}@${host}`,
    references: about === undefined ? [] : [`${digestOf(about)}@${host}`],
    unsubscribeUrl,
  };
}

/** An id that no mail has; mail programs group those that refer to it. */
function digestOf(about: string): string {
  return `thread-${createHash('sha256').update(about).digest('hex').slice(0, 24)}`;
}

function textOf(notice: Notice): string {
  const { text } = notice;
  const links = linksOf(notice).map(({ label, url }) => `${label}: ${url}`);
  const lines = [text, '', ...plainLines(notice), '', ...links, ''];
  return `${lines.join('\n')}-- \n${footOf(notice)}\n`;
}

function footOf({ labels, unsubscribeUrl = 'Pacta' }: Notice): string {
  return `${labels.unsubscribe} ${unsubscribeUrl}`;
}

function htmlOf(notice: Notice): string {
  const { text, hypothetical, details, evidence, labels, language } = notice;
  const rows = [
    ...details.map(({ label, value }) => row(label, escapeHtml(value).replaceAll('\n', '<br>'))),
    ...evidence.map((one) =>
      row(
        labels.evidence,
        one.url === undefined
          ? escapeHtml(one.title)
          : `<a href="${escapeHtml(one.url)}">${escapeHtml(one.title)}</a>`,
      ),
    ),
  ];
  const direction = RIGHT_TO_LEFT.test(text.slice(0, 40)) ? 'rtl' : 'auto';
  return [
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"></head>`,
    '<body style="font-family:sans-serif;line-height:1.5">',
    `<p style="font-size:1.1em"><strong>${escapeHtml(text)}</strong></p>`,
    hypothetical ? `<p><em>${escapeHtml(labels.hypothetical)}</em></p>` : '',
    rows.length === 0 ? '' : `<table cellpadding="4">${rows.join('')}</table>`,
    ...linksOf(notice).map(
      ({ label, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`,
    ),
    `<hr><p style="color:#666;font-size:.85em">${escapeHtml(footOf(notice))}</p>`,
    '</body></html>',
  ].join('');
}

/** @param value HTML. */
const row = (label: string, value: string): string =>
  `<tr><th align="start" valign="top" dir="auto">${escapeHtml(label)}</th><td dir="auto">${value}</td></tr>`;
