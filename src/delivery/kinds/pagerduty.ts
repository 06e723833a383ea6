import { createHash } from 'node:crypto';
import { z } from 'zod';
import { effectOf, INCIDENT_TYPES, severityOf } from '../format/effect';
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
import type { Notice } from '../format/notice';
import { fit } from '../format/text';

const SERVICE = 'https://events.pagerduty.com';
/**
 * Lengths, answers and rate (120 a minute for a key) of https://developer.pagerduty.com/docs/events-api-v2/trigger-events,
 * …/overview and …/rate-limits.
 */
const SUMMARY = 1_024;
const KEY = 255;
const VALUE = 1_000;

/** A service of PagerDuty (Events API v2). A milestone has one incident, which its messages open, acknowledge and resolve. */
export const pagerduty = defineKind({
  title: 'PagerDuty',
  groups: false,
  settings: z.strictObject({ routingKey: FIELDS.routingKey, baseUrl: FIELDS.baseUrl.optional() }),
  example: '{"kind": "pagerduty", "routingKey": "0123456789abcdef0123456789abcdef"}',
  perMinute: 120,
  types: INCIDENT_TYPES,
  recognises: ({ hostname }) => /(^|\.)events\.(eu\.)?pagerduty\.com$/.test(hostname),
  destination: ({ routingKey, baseUrl = SERVICE }) => ({
    address: `${new URL(baseUrl).origin}/…`,
    request: (notice) =>
      jsonRequest(below(baseUrl, '/v2/enqueue'), { routing_key: routingKey, ...eventOf(notice) }),
  }),
  read,
});

function read(answer: ServiceAnswer): Reading {
  const { message, errors } = jsonOf(answer);
  const faults = Array.isArray(errors) ? errors.filter((one) => typeof one === 'string') : [];
  const words = [firstText(message) ?? wordsOf(answer.body), ...faults].join(': ');
  if (answer.status === 400 && /routing[_ ]key/i.test(words)) {
    return {
      verdict: 'gone',
      words,
      advice: 'The routing key is not that of a service with Events API v2. Change it.',
    };
  }
  if (answer.status === 400) {
    return { verdict: 'refused', words, advice: 'PagerDuty does not accept this event.' };
  }
  return { ...readStatus(answer), words };
}

/** A longer id is replaced by its hash: two that begin alike must not share an incident. */
function keyOf(about: string): string {
  const key = `pacta:${about}`;
  return key.length <= KEY ? key : `pacta:${createHash('sha256').update(about).digest('hex')}`;
}

function eventOf(notice: Notice) {
  const {
    type,
    text,
    url,
    hypothetical,
    details,
    evidence,
    timestamp,
    milestone,
    agreement,
    labels,
  } = notice;
  const effect = effectOf(type);
  const common = {
    event_action: effect === 'resolve' || effect === 'acknowledge' ? effect : 'trigger',
    dedup_key: keyOf(milestone?.id ?? notice.id),
  };
  if (common.event_action !== 'trigger') return common;
  const links = [
    ...(url === undefined ? [] : [{ href: url, text: labels.open }]),
    ...evidence.flatMap((one) =>
      one.url === undefined ? [] : [{ href: one.url, text: one.title }],
    ),
  ];
  return {
    ...common,
    payload: {
      summary: fit(text, SUMMARY),
      source: 'pacta',
      severity: hypothetical ? 'info' : (severityOf(type) ?? 'info'),
      timestamp,
      ...(milestone === undefined ? {} : { component: fit(milestone.title, VALUE) }),
      ...(agreement === undefined ? {} : { group: fit(agreement.title, VALUE) }),
      class: type,
      custom_details: {
        hypothetical,
        ...Object.fromEntries(details.map(({ label, value }) => [label, fit(value, VALUE)])),
      },
    },
    links,
    client: 'Pacta',
    ...(url === undefined ? {} : { client_url: url }),
  };
}
