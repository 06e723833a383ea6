import { createHash } from 'node:crypto';
import { cleanText, escapeHtml } from '../../base/text/clean';
import { isWebAddress } from '../../base/text/web-address';
import type { Block, Text } from './report-blocks';

/**
 * A complete HTML page for printing, without scripts or further files. The content security policy allows its inline
 * style sheet by a hash.
 */
export function htmlOf(blocks: readonly Block[]): string {
  const title = blocks.find((block) => block.is === 'title')?.text ?? 'Report';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${blocks.map(blockOf).join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--line:#d0d7de;--paper:#fff;--warn:#7a4a00;--warn-paper:#fff4d6}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--quiet:#9aa4af;--line:#3a424b;--paper:#14171b;--warn:#ffd58a;--warn-paper:#33270d}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,"Times New Roman",serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
.warning{background:var(--warn-paper);color:var(--warn);padding:.6rem .9rem;border-left:4px solid;font-weight:600}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:14px/1.45 system-ui,sans-serif;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
td:nth-child(2){min-width:9rem}
td{overflow-wrap:break-word}
th,time{white-space:nowrap}
th{color:var(--quiet);font-weight:600}
a{color:inherit}
@media print{body{font-size:11pt}main{padding:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
`;

/** Allows the page's own style sheet and nothing else. */
export const HTML_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function blockOf(block: Block): string {
  switch (block.is) {
    case 'title':
      return `<h1>${escaped(block.text)}</h1>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'warning':
      return `<p class="warning">${escaped(block.text)}</p>`;
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'table':
      return `<div class="scroll"><table>${headOf(block.head)}<tbody>${block.rows.map(rowOf).join('')}</tbody></table></div>`;
  }
}

function headOf(head: readonly string[]): string {
  if (head.every((name) => name === '')) return '';
  return `<thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>`;
}

function rowOf(row: readonly Text[]): string {
  return `<tr>${row.map((cell) => `<td>${cellOf(cell)}</td>`).join('')}</tr>`;
}

function cellOf({ text, links = [] }: Text): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return [
    day ? `<time>${text}</time>` : escaped(text),
    ...links.map(({ title, url }) =>
      // Links only to the web and to this service. Other addresses are shown as text.
      isWebAddress(url) || /^\/[a-z]/i.test(url)
        ? `<a href="${escaped(url)}" rel="noopener noreferrer">${escaped(title)}</a>`
        : escaped(`${title} (${url})`),
    ),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function escaped(text: string): string {
  return escapeHtml(cleanText(text));
}
