import { z } from 'zod';
import { isRecord } from '../../base/guards';
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
import { linksOf, type Notice } from '../format/notice';
import { fit, separated, shareOf } from '../format/text';

/** Teams refuses messages above about 28 KB. These parts together stay below it, also in letters of four bytes. */
const SENTENCE = 1_500;
const VALUE = 400;
const MOST_DETAILS = 12;

/** Cards replace `{{DATE(…)}}` also in text without Markdown. */
const harmless = separated('{');

/**
 * A workflow of Teams with the trigger "When a Teams webhook request is received". Every text is a `TextRun`, which has
 * no Markdown. Mentions need an entry in `msteams.entities`, which these cards never have.
 */
export const teams = defineKind({
  title: 'Teams',
  settings: z.strictObject({ url: FIELDS.url }),
  example:
    '{"kind": "teams", "url": "https://prod-00.westeurope.logic.azure.com/workflows/…/triggers/manual/paths/invoke?…&sig=…"}',
  perMinute: 100,
  recognises: ({ hostname }) =>
    /\.(logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)$/.test(hostname),
  destination: ({ url }) => ({
    address: withoutPath(url),
    request: (notice) => jsonRequest(url, messageOf(notice)),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { status, body } = answer;
  // Connectors answer 200 and put the failure into the text.
  const hidden = /returned HTTP error (\d{3})/.exec(body)?.[1];
  if (hidden !== undefined) {
    const verdict = hidden === '413' ? 'refused' : 'retry';
    return { verdict, words: wordsOf(body) };
  }
  const { error } = jsonOf(answer);
  const { code, message } = isRecord(error) ? error : {};
  const words = [code, message].filter((one) => typeof one === 'string').join(': ');
  switch (firstText(code)) {
    case 'WorkflowTriggerIsNotEnabled':
    case 'WorkflowIsDisabled':
      return {
        verdict: 'gone',
        words,
        advice: 'Turn the workflow on in Teams, then enable this destination.',
      };
    case 'WorkflowNotFound':
    case 'WorkflowTriggerNotFound':
      return {
        verdict: 'gone',
        words,
        advice: 'The workflow was deleted. Create a new one and change the url.',
      };
    case 'DirectApiAuthorizationRequired':
    case 'DirectApiInvalidAuthorizationScheme':
      return {
        verdict: 'gone',
        words,
        advice:
          'The url lacks its signature, or the trigger is not open to anyone. Copy the whole URL of the trigger.',
      };
    case 'TriggerInputSchemaMismatch':
      return {
        verdict: 'refused',
        words,
        advice:
          'The workflow expects another body. Use the template "Send webhook alerts to a channel".',
      };
    default:
      if (status === 413) return { verdict: 'refused', words: wordsOf(body) };
      return words === '' ? readStatus(answer) : { ...readStatus(answer), words };
  }
}

function messageOf(notice: Notice) {
  const { text, hypothetical, details, evidence, labels } = notice;
  const lines = [
    ...details,
    ...evidence.map((one) => ({ label: labels.evidence, value: one.title })),
  ].slice(0, MOST_DETAILS);
  const most = shareOf(VALUE * MOST_DETAILS, lines.length, VALUE);
  const links = [
    ...linksOf(notice).map(({ label, url }) => ({ title: label, url })),
    ...evidence.flatMap((one) =>
      one.url === undefined ? [] : [{ title: one.title, url: one.url }],
    ),
  ].slice(0, 5);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            richText(run(fit(text, SENTENCE, harmless), { size: 'Medium', weight: 'Bolder' })),
            ...(hypothetical ? [richText(run(labels.hypothetical, { italic: true }))] : []),
            ...lines.map(({ label, value }) =>
              richText(run(`${label}: `, { weight: 'Bolder' }), run(fit(value, most, harmless))),
            ),
          ],
          actions: links.map((link) => ({
            type: 'Action.OpenUrl',
            title: fit(link.title, 80, harmless),
            url: link.url,
          })),
          msteams: { width: 'Full' },
        },
      },
    ],
  };
}

const run = (text: string, style: object = {}) => ({ type: 'TextRun', text, ...style });
const richText = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines });
