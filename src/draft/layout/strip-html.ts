/** Elements that end a paragraph. */
const BLOCKS =
  /^(?:p|div|br|li|ul|ol|tr|table|h[1-6]|section|article|blockquote|header|footer|dd|dt|dl|hr|td|th|pre|main)$/;
/** Elements whose content is no text. */
const SILENT = /^(?:script|style|head|noscript|template|svg|nav)$/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ldquo: '\u201c',
  rdquo: '\u201d',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ndash: '\u2013',
  mdash: '\u2014',
  sect: '\u00a7',
  hellip: '\u2026',
};

/** Whether a text is HTML rather than plain text. */
export const isHtml = (text: string): boolean =>
  /^\s*(?:<!doctype html|<html|<head|<body|<article|<div|<p[ >]|<h1)/i.test(text.slice(0, 2000));

/** The text of an HTML document, a paragraph for each block. Spans of a draft count in this text. */
export function stripHtml(html: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      out.push(decoded(html.slice(at)));
      break;
    }
    out.push(decoded(html.slice(at, open)));
    at = afterTag(html, open, out);
  }
  return out
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The position after a tag or comment, and after the whole element where its content is no text. */
function afterTag(html: string, open: number, out: string[]): number {
  if (html.startsWith('<!--', open)) {
    const close = html.indexOf('-->', open + 4);
    return close === -1 ? html.length : close + 3;
  }
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 24))?.[1]?.toLowerCase();
  if (name === undefined) {
    if (html[open + 1] !== '!' && html[open + 1] !== '?') {
      out.push('<');
      return open + 1;
    }
  }
  const close = html.indexOf('>', open);
  if (close === -1) return html.length;
  if (name !== undefined && SILENT.test(name) && html[open + 1] !== '/') {
    const end = indexOfClosing(html, name, close + 1);
    return end === -1 ? html.length : end;
  }
  if (name !== undefined && BLOCKS.test(name)) out.push('\n\n');
  return close + 1;
}

function indexOfClosing(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}\\s*>`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found === null ? -1 : found.index + found[0].length;
}

function decoded(text: string): string {
  return text
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
      (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
        if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
          ? String.fromCodePoint(code)
          : whole;
      },
    );
}
