import { cleanLine } from '../../base/text/clean';
import { isWebAddress } from '../../base/text/web-address';
import type { Block, Text } from './report-blocks';

/** Texts are escaped: nothing in them has an effect as Markdown or HTML. */
export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(blockOf).join('\n\n')}\n`;
}

function blockOf(block: Block): string {
  switch (block.is) {
    case 'title':
      return `# ${escaped(block.text)}`;
    case 'heading':
      return `## ${escaped(block.text)}`;
    case 'warning':
      return `> **${escaped(block.text)}**`;
    case 'paragraph':
      return escaped(block.text);
    case 'table':
      return [block.head.map(escaped), block.head.map(() => '---'), ...block.rows.map(cells)]
        .map((row) => `| ${row.join(' | ')} |`)
        .join('\n');
  }
}

function cells(row: readonly Text[]): string[] {
  return row.map(({ text, links = [] }) =>
    [
      escaped(text),
      // Links only to the web. Other addresses are shown as text.
      ...links.map(({ title, url }) =>
        isWebAddress(url)
          ? `[${escaped(title)}](<${url.replace(/[<>]/g, encodeURIComponent)}>)`
          : escaped(`${title} (${url})`),
      ),
    ]
      .filter((part) => part !== '')
      .join('; '),
  );
}

function escaped(text: string): string {
  return cleanLine(text)
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&');
}
