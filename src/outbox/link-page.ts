import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** The page behind a link of a message, which asks once before something is done. Its texts are plain; they are escaped here. */
export interface LinkPage {
  language: string;
  heading: string;
  text: string;
  /** The button that does it; absent where there is nothing to do. */
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
  const shown = Object.entries(results).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Pacta</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>`,
    `<h1 dir="auto">${escaped(heading)}</h1><p>${escaped(text)}</p>`,
    button === undefined ? '' : `<p><button type="button">${escaped(button)}</button></p>`,
    `<noscript><p>${escaped(scripts)}</p></noscript>`,
    `<output role="status"${shown.join('')}></output><script>${SCRIPT}</script></body></html>`,
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
