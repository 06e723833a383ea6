import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { escapeHtml } from '../base/text/clean';
import { LANGUAGES, type Language } from './sentences/catalogue';

/** The query of the links that open such a page. */
export const linkQuery = z.strictObject({ language: z.enum(LANGUAGES).default('en') });

/**
 * The address of a link that opens such a page.
 * @param page the link of the message, of which the origin is used.
 */
export function linkTo(path: string, page: string, language: Language): string {
  return new URL(language === 'en' ? path : `${path}?language=${language}`, page).href;
}

/** The page behind a link of a message, which asks once before something is done. Its texts are plain; they are escaped here. */
interface LinkPage {
  language: Language;
  heading: string;
  text: string;
  /** The button that does it; absent if there is nothing to do. */
  button?: string | undefined;
  /** What is shown for each `result` that the POST to the same address answers, and for `failed`. */
  results: Readonly<Record<string, string>>;
  /** What is shown without JavaScript. */
  scripts: string;
}

const STYLE =
  'body{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}';
/** Posts once. What came of it is in the attributes of the output. */
const SCRIPT = `const button = document.querySelector('button');
const output = document.querySelector('output');
button?.addEventListener('click', async () => {
  button.disabled = true;
  let result = 'failed';
  try {
    const response = await fetch(location.pathname, { method: 'POST' });
    if (response.ok) ({ result } = await response.json());
  } catch {}
  output.textContent = output.dataset[result];
});`;

const hash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Opening the page changes nothing, so programs that preview links do no harm. */
export function linkPage(reply: FastifyReply, page: LinkPage): string {
  const { language, heading, text, button, results, scripts } = page;
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex');
  const shown = Object.entries(results).map(
    ([name, value]) => ` data-${name}="${escapeHtml(value)}"`,
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Pacta</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>`,
    `<h1 dir="auto">${escapeHtml(heading)}</h1><p>${escapeHtml(text)}</p>`,
    button === undefined ? '' : `<p><button type="button">${escapeHtml(button)}</button></p>`,
    `<noscript><p>${escapeHtml(scripts)}</p></noscript>`,
    `<output role="status"${shown.join('')}></output><script>${SCRIPT}</script></body></html>`,
  ].join('');
}
