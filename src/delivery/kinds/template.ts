import { z } from 'zod';
import { isUrgent } from '../format/effect';
import { FIELDS } from '../format/fields';
import { defineKind, UnsayableMessage, withoutPath } from '../format/kind';
import type { Notice } from '../format/notice';
import { render, type Shape, TemplateError, templateFaults } from '../format/template';

const JSON_TYPE = 'application/json';

/** What a template may name. A key without a value in a message is null. */
const SHAPE = {
  id: null,
  type: null,
  timestamp: null,
  sequence: null,
  text: null,
  url: null,
  acknowledgeUrl: null,
  hypothetical: null,
  urgent: null,
  language: null,
  agreement: { id: null, title: null },
  milestone: { id: null, title: null, dueOn: null, status: null },
  who: [{ id: null, name: null }],
  reason: null,
  note: null,
  actor: null,
  evidence: [{ title: null, url: null }],
  details: [{ label: null, value: null }],
} as const satisfies Shape;

const settings = z
  .strictObject({
    url: FIELDS.url,
    template: FIELDS.template,
    contentType: FIELDS.contentType.optional(),
    headers: FIELDS.headers.optional(),
  })
  .superRefine(({ template, contentType }, context) => {
    const found = templateFaults(template, SHAPE);
    const faults = found.length > 0 ? found : trialFaults(template, contentType);
    for (const { detail, line, column } of faults) {
      const message = `line ${line}, column ${column}: ${detail}`;
      context.addIssue({ code: 'custom', path: ['template'], message });
    }
  });

/** Any receiver: the operator's template writes the body, usually JSON. */
export const template = defineKind({
  title: 'The receiver',
  groups: false,
  settings,
  example:
    '{"kind": "template", "url": "https://example.org/in", "template": "{\\"message\\": {{ text | json }}}"}',
  signed: true,
  destination: ({ url, template: text, contentType = JSON_TYPE, headers = {} }) => ({
    address: withoutPath(url),
    request: (notice) => ({
      by: 'http',
      method: 'POST',
      url,
      headers: { ...headers, 'content-type': contentType },
      body: bodyOf(text, contentType, notice),
    }),
  }),
});

function bodyOf(text: string, contentType: string, notice: Notice): string {
  let body: string;
  try {
    body = render(text, valuesOf(notice));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new UnsayableMessage(`The template fails at ${error.message}`);
  }
  if (isJsonType(contentType) && !isJson(body)) {
    throw new UnsayableMessage(`What the template writes is not JSON: ${body.slice(0, 200)}`);
  }
  return body;
}

/** Everything that a template may name, for every message. */
function valuesOf(notice: Notice): { [Name in keyof typeof SHAPE]: unknown } {
  const { id, type, timestamp, sequence, text, url, acknowledgeUrl, hypothetical } = notice;
  const { language, details, evidence, body } = notice;
  const { data } = stored.parse(JSON.parse(body));
  return {
    id,
    type,
    timestamp,
    sequence,
    text,
    url: url ?? null,
    acknowledgeUrl: acknowledgeUrl ?? null,
    hypothetical,
    urgent: isUrgent(notice),
    language,
    agreement: notice.agreement ?? { id: null, title: null },
    milestone: { ...NO_MILESTONE, ...data.milestone },
    who: data.who,
    reason: data.reason ?? null,
    note: data.note ?? null,
    actor: data.actor ?? null,
    evidence: evidence.map((one) => ({ title: one.title, url: one.url ?? null })),
    details,
  };
}

const NO_MILESTONE = { id: null, title: null, dueOn: null, status: null };

const text = z.string();
const stored = z.object({
  data: z.object({
    milestone: z
      .object({
        id: text,
        title: text,
        dueOn: text.nullable().default(null),
        status: text.nullable().default(null),
      })
      .optional()
      .catch(undefined),
    who: z.array(z.object({ id: text, name: text })).default([]),
    reason: text.nullish(),
    note: text.nullish(),
    actor: text.nullish(),
  }),
});

/** A value with special characters: if a template does not escape it, the JSON is broken. */
const AWKWARD = 'A "title"\\ with\ntwo lines, {{ braces }} and <markup>';

function trialValues(full: boolean): { [Name in keyof typeof SHAPE]: unknown } {
  const some = full ? AWKWARD : null;
  return {
    id: 'msg_01KDVDNA003QK3GW1PA7SMFD9J',
    type: 'milestone.overdue',
    timestamp: '2026-03-08T00:00:00.000Z',
    sequence: 1,
    text: AWKWARD,
    url: full ? 'https://pacta.example.org/' : null,
    acknowledgeUrl: full ? 'https://pacta.example.org/acknowledge/x' : null,
    hypothetical: full,
    urgent: !full,
    language: 'en',
    agreement: { id: full ? 'pact' : null, title: some },
    milestone: full
      ? { id: 'pact/elections', title: AWKWARD, dueOn: '2026-03-07', status: 'overdue' }
      : NO_MILESTONE,
    who: full ? [0, 1].map((i) => ({ id: `p${i}`, name: AWKWARD })) : [],
    reason: some,
    note: some,
    actor: some,
    evidence: full ? [0, 1].map(() => ({ title: AWKWARD, url: 'https://example.org/' })) : [],
    details: full ? [0, 1].map(() => ({ label: 'Reason', value: AWKWARD })) : [],
  };
}

/** The faults of two trial messages: one with every value, and one with few. */
function trialFaults(given: string, contentType = JSON_TYPE) {
  for (const full of [true, false]) {
    try {
      const body = render(given, trialValues(full), true);
      const fault = isJsonType(contentType) ? jsonFault(body, full) : undefined;
      if (fault !== undefined) return [{ detail: fault, line: 1, column: 1 }];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return [error.fault];
    }
  }
  return [];
}

function jsonFault(body: string, full: boolean): string | undefined {
  if (isJson(body)) return undefined;
  const message = full
    ? 'for a message whose texts have quotation marks and line breaks'
    : 'for a message with few values';
  const shown = body.length > 300 ? `${body.slice(0, 299)}…` : body;
  return `what it writes ${message} is not JSON; write values with the filter json: {{ text | json }}. It wrote ${shown}`;
}

function isJsonType(contentType: string): boolean {
  return /[/+]json\s*(;|$)/i.test(contentType);
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
