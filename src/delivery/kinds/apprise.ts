import { z } from 'zod';
import { severityOf } from '../format/effect';
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
import { type Notice, plainLines } from '../format/notice';
import { fit } from '../format/text';

/** Apprise splits or cuts what the services behind it do not take; this keeps a message readable on all of them. */
const BODY = 3_000;
const TITLE = 250;

const LEVELS = { critical: 'failure', error: 'warning', warning: 'warning', info: 'info' } as const;

/**
 * An Apprise API server, which passes a message on to the services of its configuration
 * (https://github.com/caronc/apprise-api, swagger.yaml; the answers are those of its NotifyView).
 */
export const apprise = defineKind({
  title: 'Apprise',
  settings: z.strictObject({
    url: FIELDS.url,
    tag: FIELDS.tag.optional(),
    token: FIELDS.token.optional(),
  }),
  example: '{"kind": "apprise", "url": "http://apprise.example.org:8000/notify/pacta"}',
  destination: ({ url, tag, token }) => ({
    address: withoutPath(url),
    request: (notice) =>
      jsonRequest(
        url,
        { ...messageOf(notice), ...(tag === undefined ? {} : { tag }) },
        // Without this header it may answer with a page.
        {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      ),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { error } = jsonOf(answer);
  const words = firstText(error) ?? wordsOf(answer.body);
  switch (answer.status) {
    case 204:
      return {
        verdict: 'gone',
        words,
        advice: 'Apprise has no configuration with this key. Check the url.',
      };
    case 424:
      return {
        verdict: 'retry',
        words,
        advice: 'A service behind Apprise failed, or none has this tag. Its log says which.',
      };
    case 400:
      if (/\btag\b/i.test(words)) {
        return { verdict: 'gone', words, advice: 'Apprise does not accept this tag. Change it.' };
      }
      return { verdict: 'refused', words, advice: 'Apprise does not accept this message.' };
    case 431:
      return { verdict: 'refused', words, advice: 'Apprise accepts shorter messages only.' };
    default:
      return { ...readStatus(answer), words };
  }
}

function messageOf(notice: Notice) {
  const { text, url, agreement, type } = notice;
  const lines = [text, ...plainLines(notice)].join('\n');
  const link = url === undefined ? '' : `\n${url}`;
  return {
    title: fit(agreement?.title ?? 'Pacta', TITLE),
    body: fit(lines, BODY - link.length) + link,
    type: type === 'milestone.fulfilled' ? 'success' : LEVELS[severityOf(type) ?? 'info'],
    format: 'text',
  };
}
