import { z } from 'zod';
import { escapeAngleBrackets } from '../../base/text/clean';
import { FIELDS } from '../format/fields';
import { defineKind, jsonRequest, type Reading, withoutPath, wordsOf } from '../format/kind';
import { linksOf, type Notice, plainLines, rowsOf } from '../format/notice';
import { fit } from '../format/text';

/** Lengths of https://docs.slack.dev/reference/block-kit/blocks and of `text`. */
const SECTION = 3_000;
const FIELD = 2_000;
const MOST_FIELDS = 10;
const BUTTON_URL = 3_000;
const FALLBACK = 4_000;

/** Words of https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, with what each means here. */
const GONE: Readonly<Record<string, string>> = {
  no_service:
    'The webhook was removed or disabled in Slack. Create a new one there and change the url.',
  no_service_id: 'The url is not complete. Copy the whole webhook URL from Slack.',
  no_active_hooks:
    'The webhook is disabled in Slack. Enable it there, then enable this destination.',
  no_team:
    'The workspace does not exist any more. Create a webhook in another one and change the url.',
  team_disabled: 'The workspace is disabled. Ask its owner, then enable this destination.',
  invalid_token:
    'The url is not right or was revoked. Create a new webhook in Slack and change the url.',
  channel_not_found:
    'The channel was deleted. Create a webhook for another channel and change the url.',
  channel_is_archived:
    'The channel is archived. Restore it in Slack, then enable this destination.',
  action_prohibited: 'An administrator of the workspace forbids this webhook. Ask them.',
  posting_to_general_channel_denied:
    'Only administrators post in #general. Choose another channel.',
  user_not_found:
    'The user of this webhook does not exist any more. Create a new webhook and change the url.',
};
const REFUSED = ['invalid_payload', 'no_text', 'too_many_attachments', 'invalid_blocks'];

/** An incoming webhook of Slack. Every text is `plain_text`, which has no markup and no mentions. */
export const slack = defineKind({
  title: 'Slack',
  settings: z.strictObject({ url: FIELDS.url }),
  example: '{"kind": "slack", "url": "https://hooks.slack.com/services/T000/B000/XXXX"}',
  perMinute: 60,
  recognises: ({ hostname }) => /(^|\.)hooks\.slack(-gov)?\.com$/.test(hostname),
  destination: ({ url }) => ({
    address: withoutPath(url),
    request: (notice) => jsonRequest(url, payloadOf(notice)),
  }),
  read: ({ status, body }): Reading => {
    const words = wordsOf(body);
    if (status === 200) return { verdict: 'delivered', words };
    const advice = GONE[words];
    if (advice !== undefined || status === 410) return { verdict: 'gone', words, advice };
    if (REFUSED.includes(words)) {
      return { verdict: 'refused', words, advice: 'Slack does not accept this message.' };
    }
    return { verdict: 'retry', words };
  },
});

function payloadOf(notice: Notice) {
  const { text, hypothetical, labels } = notice;
  const buttons = linksOf(notice)
    .filter(({ url }) => url.length <= BUTTON_URL)
    .map(({ label, url }) => ({ type: 'button', text: plain(label), url }));
  const fields = rowsOf(notice);
  return {
    // Shown in notifications. Slack reads markup in it, so its three control characters are escaped.
    text: fit([text, ...plainLines(notice)].join('\n'), FALLBACK, escapeAngleBrackets),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'section', text: plain(fit(text, SECTION)) },
      ...(hypothetical ? [{ type: 'context', elements: [plain(labels.hypothetical)] }] : []),
      ...(fields.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: fields
                .slice(0, MOST_FIELDS)
                .map(({ label, value }) => plain(fit(`${label}:\n${value}`, FIELD))),
            },
          ]),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ],
  };
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
