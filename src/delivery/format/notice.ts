import { z } from 'zod';
import { cleanText } from '../../base/text/clean';
import type { Language } from '../../outbox/sentences/catalogue';
import { dayInWords, instantInWords, LABELS, type Labels } from '../../outbox/sentences/labels';
import { fit } from './text';

/** A line below the sentence: what it is, and the value, which may have several lines. */
export interface Detail {
  label: string;
  value: string;
}

export interface Evidence {
  title: string;
  url?: string | undefined;
}

/** A message as the formats of destinations need it, in one language. Its texts are not escaped. */
export interface Notice {
  /** `msg_…` */
  id: string;
  type: string;
  /** Its number among the messages of the agreement. */
  sequence: number;
  /** When it was written, RFC 3339. */
  timestamp: string;
  /** The stored JSON. */
  body: string;
  /** The sentence. */
  text: string;
  /** The page that shows it. */
  url: string | undefined;
  /** Where whoever reads it acknowledges it, if it can be acknowledged. */
  acknowledgeUrl?: string | undefined;
  /** Of a mail: where whoever reads it ends the mails to its address. */
  unsubscribeUrl?: string | undefined;
  hypothetical: boolean;
  agreement: { id: string; title: string } | undefined;
  milestone: { id: string; title: string } | undefined;
  details: readonly Detail[];
  evidence: readonly Evidence[];
  language: Language;
  labels: Labels;
}

/** How many dates of a `schedule.changed`, and sentences of a list of a digest, a notice has. */
const LISTED_DATES = 10;
/** Titles and notes have no limit of their own; no service shows more than this. In UTF-16 code units. */
const MOST = { sentence: 2_000, title: 300, value: 1_000, list: 3_500, evidence: 10 } as const;

const text = z.string();
const named = z.object({ milestone: text, title: text });
const digestListSchema = z.object({
  count: z.number(),
  items: z.array(z.object({ text, translations: z.record(text, text).default({}) })),
});
const escalationSchema = z.object({ place: z.number(), since: text, zone: text });
/** What notices read of a message. Messages of earlier releases have fewer keys. */
const messageSchema = z.object({
  type: text,
  timestamp: text,
  data: z.object({
    sequence: z.number().default(0),
    text: text.optional(),
    translations: z.record(text, text).default({}),
    url: text.optional(),
    hypothetical: z.boolean().default(false),
    agreement: text.optional(),
    agreementTitle: text.optional(),
    milestone: z
      .object({ id: text, title: text, dueOn: text.nullish() })
      .optional()
      .catch(undefined),
    who: z.array(z.object({ name: text })).default([]),
    reason: text.nullish(),
    note: text.nullish(),
    actor: text.nullish(),
    escalation: escalationSchema.optional(),
    evidence: z.array(z.object({ title: text, url: text.optional() })).default([]),
    changed: z.number().default(0),
    moves: z.array(named.extend({ from: text.nullable(), to: text.nullable() })).default([]),
    came: digestListSchema.default({ count: 0, items: [] }),
    late: digestListSchema.default({ count: 0, items: [] }),
    next: digestListSchema.default({ count: 0, items: [] }),
    announced: z
      .object({ count: z.number(), milestones: z.array(named.extend({ on: text.nullable() })) })
      .default({ count: 0, milestones: [] }),
  }),
});

type Data = z.infer<typeof messageSchema>['data'];

/** Reads a stored message. */
export function noticeOf(id: string, body: string, language: Language): Notice {
  const { type, timestamp, data } = messageSchema.parse(JSON.parse(body));
  const { url, hypothetical, milestone, evidence } = data;
  const agreement =
    data.agreement === undefined
      ? undefined
      : { id: data.agreement, title: fit(data.agreementTitle ?? data.agreement, MOST.title) };
  const labels = LABELS[language];
  return {
    id,
    type,
    sequence: data.sequence,
    timestamp,
    body,
    text: fit(
      data.translations[language] ?? data.text ?? `${agreement?.title ?? 'Pacta'}: ${type}`,
      MOST.sentence,
    ),
    url,
    hypothetical,
    agreement,
    milestone: milestone && { id: milestone.id, title: fit(milestone.title, MOST.title) },
    details: detailsOf(data, language, labels),
    evidence: evidence
      .slice(0, MOST.evidence)
      .map((one) => ({ ...one, title: fit(one.title, MOST.title) })),
    language,
    labels,
  };
}

function detailsOf(data: Data, language: Language, labels: Labels): Detail[] {
  const due = data.milestone?.dueOn;
  const lines: [string, string | null | undefined][] = [
    [labels.agreement, data.agreementTitle],
    [labels.due, due && dayInWords(due, language)],
    [labels.parties, data.who.map(({ name }) => name).join(', ')],
    [labels.dates, datesOf(data, language, labels)],
    // Of a message about an endpoint, `reason` is a code that the sentence puts into words.
    [labels.reason, data.agreement === undefined ? undefined : data.reason],
    [labels.note, data.note],
    [labels.acknowledgedBy, data.actor],
    [labels.unacknowledged, data.escalation && sinceOf(data.escalation, language)],
  ];
  const lists: [string, string][] = [
    [labels.came, sentencesOf(data.came, language, labels)],
    [labels.late, sentencesOf(data.late, language, labels)],
    [labels.next, sentencesOf(data.next, language, labels)],
  ];
  const shown = [...lines, ...lists];
  return shown.flatMap(([label, value]) =>
    value === undefined || value === null || value === ''
      ? []
      : [{ label, value: fit(cleanText(value), mostOf(label, labels)) }],
  );
}

function sinceOf({ since, zone }: z.infer<typeof escalationSchema>, language: Language): string {
  return `${instantInWords(since, zone, language)} (${zone})`;
}

/** Which place of an escalation chain a message went to; undefined for a message of no chain. */
export function readEscalation(body: string): number | undefined {
  const parsed = z
    .object({ data: z.object({ escalation: escalationSchema }) })
    .safeParse(JSON.parse(body));
  return parsed.data?.data.escalation.place;
}

/** Lists of sentences are longer than other values. */
function mostOf(label: string, { came, late, next }: Labels): number {
  return [came, late, next].includes(label) ? MOST.list : MOST.value;
}

/** One line for each of the first sentences of a digest's list. */
function sentencesOf(
  { count, items }: z.infer<typeof digestListSchema>,
  language: Language,
  labels: Labels,
): string {
  const sentences = items.map((one) => one.translations[language] ?? one.text);
  return sentenceList(sentences, count, labels);
}

/** The first sentences of a list, one on each line, and how many more there are. */
export function sentenceList(sentences: readonly string[], count: number, labels: Labels): string {
  const lines = sentences.slice(0, LISTED_DATES).map((one) => `• ${fit(one, MOST.title)}`);
  const more = count - lines.length;
  return [...lines, ...(more > 0 ? [labels.more(more)] : [])].join('\n');
}

/** One line for each of the first dates that a re-dating moved or announced. */
function datesOf({ moves, changed, announced }: Data, language: Language, labels: Labels): string {
  const day = (on: string | null) => (on === null ? labels.noDate : dayInWords(on, language));
  const lines = [
    ...moves.map(({ title, from, to }) => `${title}: ${day(from)} → ${day(to)}`),
    ...announced.milestones.map(({ title, on }) => `${title}: ${day(on)}`),
  ];
  const left = changed + announced.count - Math.min(lines.length, LISTED_DATES);
  const listed = lines.slice(0, LISTED_DATES);
  return [...listed, ...(left > 0 && listed.length > 0 ? [labels.more(left)] : [])].join('\n');
}

/** The details, and each evidence with its address on a line of its own, for services with rows of name and value. */
export function rowsOf({ details, evidence, labels }: Notice): readonly Detail[] {
  return [
    ...details,
    ...evidence.map(({ title, url }) => ({
      label: labels.evidence,
      value: url === undefined ? title : `${title}\n${url}`,
    })),
  ];
}

/** The link that acknowledges, in Markdown; empty if there is none. It is our own text, so it needs no escape. */
export function markdownAcknowledge({ acknowledgeUrl, labels }: Notice): string {
  return acknowledgeUrl === undefined ? '' : `\n\n[${labels.acknowledge}](${acknowledgeUrl})`;
}

/** The links of a notice: the page that shows it, and the one that acknowledges it. */
export function linksOf({
  url,
  acknowledgeUrl,
  labels,
}: Notice): readonly { label: string; url: string }[] {
  return [
    ...(url === undefined ? [] : [{ label: labels.open, url }]),
    ...(acknowledgeUrl === undefined ? [] : [{ label: labels.acknowledge, url: acknowledgeUrl }]),
  ];
}

/** The details and the evidence as plain text, one line each, for services without a layout. */
export function plainLines({ details, evidence, labels, hypothetical }: Notice): string[] {
  return [
    ...(hypothetical ? [labels.hypothetical] : []),
    ...details.map(({ label, value }) => `${label}: ${value}`),
    ...evidence.map(
      ({ title, url }) => `${labels.evidence}: ${title}${url === undefined ? '' : ` ${url}`}`,
    ),
  ];
}
