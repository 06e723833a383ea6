import { z } from 'zod';
import { effectOf, INCIDENT_TYPES } from '../format/effect';
import { FIELDS } from '../format/fields';
import {
  below,
  defineKind,
  firstText,
  jsonOf,
  type Reading,
  readStatus,
  type ServiceAnswer,
  wordsOf,
} from '../format/kind';
import type { Notice } from '../format/notice';
import { fit } from '../format/text';

const VALUE = 4_000;
/** An alert without an end is resolved after a few minutes: this end is far away, and a later message sets it to now. */
const FIRING_MS = 10 * 365 * 86_400_000;

/**
 * An Alertmanager of Prometheus (API v2). A milestone is one alert. Its labels are the same in all messages, so that a
 * later one resolves it.
 */
export const alertmanager = defineKind({
  title: 'Alertmanager',
  groups: false,
  settings: z.strictObject({ baseUrl: FIELDS.baseUrl, token: FIELDS.token.optional() }),
  example: '{"kind": "alertmanager", "baseUrl": "http://alertmanager.example.org:9093"}',
  // It has no acknowledgements; people set silences instead.
  types: INCIDENT_TYPES.filter((type) => effectOf(type) !== 'acknowledge'),
  destination: ({ baseUrl, token }) => ({
    address: `${new URL(baseUrl).origin}/…`,
    request: (notice) => ({
      by: 'http',
      method: 'POST',
      url: below(baseUrl, '/api/v2/alerts'),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: JSON.stringify([alertOf(notice)]),
    }),
  }),
  read: (answer: ServiceAnswer): Reading => {
    const { message } = jsonOf(answer);
    const words = firstText(message) ?? wordsOf(answer.body);
    if (answer.status === 400) {
      return { verdict: 'refused', words, advice: 'Alertmanager does not accept this alert.' };
    }
    return { ...readStatus(answer), words };
  },
});

function alertOf(notice: Notice) {
  const { type, text, url, hypothetical, details, timestamp, milestone, agreement } = notice;
  const at = Date.parse(timestamp);
  const resolved = effectOf(type) === 'resolve';
  return {
    labels: {
      alertname: milestone === undefined ? 'PactaTest' : 'PactaMilestone',
      service: 'pacta',
      ...(agreement === undefined ? {} : { agreement: agreement.id }),
      ...(milestone === undefined ? {} : { milestone: milestone.id }),
    },
    annotations: {
      summary: fit(text, VALUE),
      type,
      hypothetical: String(hypothetical),
      ...Object.fromEntries(
        details.map(({ label, value }, i) => [`detail_${i + 1}`, fit(`${label}: ${value}`, VALUE)]),
      ),
    },
    // Alertmanager merges alerts whose times overlap: a resolved one must not begin after the firing one.
    ...(resolved
      ? { endsAt: timestamp }
      : { startsAt: timestamp, endsAt: new Date(at + FIRING_MS).toISOString() }),
    ...(url === undefined ? {} : { generatorURL: url }),
  };
}
