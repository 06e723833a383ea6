import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRecord } from '../../base/guards';
import { Refusal } from '../../base/refusal';

/** In which language the texts of agreements are sent: `title`, `note`, `name` and `agreementTitle`, where they stand in several. */

/** The tag of a language without its region: texts for `uk` serve who asks for `uk-UA`. */
const TAG = /^[a-z]{2,3}(?![A-Za-z])/;

/** Of the languages that a header prefers, so many are looked at. */
const MOST = 3;

/** Each text, and where it stands in every language. */
const TEXTS = {
  title: 'titles',
  note: 'notes',
  name: 'names',
  agreementTitle: 'agreementTitles',
} as const;

/**
 * The languages that a request asks for, the preferred first: that of `lang`, else those of `Accept-Language`
 * (RFC 9110, 12.5.4). Empty without either.
 */
export function askedLanguages(
  url: string,
  { 'accept-language': header = '' }: IncomingHttpHeaders,
): string[] {
  const named = url.includes('lang=');
  const lang = named ? new URLSearchParams(url.slice(url.indexOf('?'))).get('lang') : null;
  if (lang !== null) return languageOf(lang);
  if (header === '') return [];
  const ranges = header.split(',').map((range, place) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const weight =
      parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean) ?? '1';
    return { tag, weight: Number(weight), place };
  });
  const wanted = ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .flatMap(({ tag }) => languageOf(tag));
  return [...new Set(wanted)].slice(0, MOST);
}

function languageOf(tag: string): string[] {
  const found = TAG.exec(tag.toLowerCase());
  return found === null ? [] : [found[0]];
}

/** Call before routes are registered: Fastify hooks apply to later routes only. */
export function answerInLanguage(fastify: FastifyInstance): void {
  // Every route takes `lang`: it is read from the address here, so that no route needs to know it.
  fastify.addHook('onRequest', async ({ query }: FastifyRequest) => {
    if (!isRecord(query) || query.lang === undefined) return;
    if (typeof query.lang !== 'string' || languageOf(query.lang).length === 0) throw notALanguage();
    Reflect.deleteProperty(query, 'lang');
  });
  fastify.addHook('preSerialization', async ({ url, headers }, _reply, payload) => {
    const languages = askedLanguages(url, headers);
    return languages.length === 0 ? payload : inLanguage(payload, languages);
  });
}

function notALanguage(): Refusal {
  return new Refusal('invalid', 'The query parameter lang is not a language. Nothing was done.', [
    {
      pointer: '/lang',
      detail: 'it is not the tag of a language',
      expected: 'one tag of BCP 47, such as uk',
      example: 'lang=uk',
    },
  ]);
}

/**
 * A JSON response in which each text that stands in several languages is in the first of these that it has. Documents
 * keep their texts: who sends one back must not change its language.
 */
function inLanguage(value: unknown, languages: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => inLanguage(one, languages));
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const changed = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'document' || inner === null || typeof inner !== 'object'
      ? inner
      : inLanguage(inner, languages),
  ]);
  const made: Record<string, unknown> = Object.fromEntries(changed);
  for (const [one, all] of Object.entries(TEXTS)) {
    const text = textIn(value[all], languages);
    if (text !== undefined && typeof value[one] === 'string') made[one] = text;
  }
  return made;
}

/** The text in the first of these languages that it stands in. */
export function textIn(texts: unknown, languages: readonly string[]): string | undefined {
  if (!isRecord(texts)) return undefined;
  for (const language of languages) {
    const tag = Object.keys(texts).find(
      (one) => one === language || one.startsWith(`${language}-`),
    );
    const text = tag === undefined ? undefined : texts[tag];
    if (typeof text === 'string') return text;
  }
  return undefined;
}
