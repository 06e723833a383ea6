import { ConsoleLogger } from '@nestjs/common';
import { redacted } from './redaction';
import { cleanText } from './text/clean';

/** What Nest tells of its own start; the lines that people need come from the rooms. */
const CHATTER = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
];

/** A fault of the start is thrown to whoever started, who tells it once and without a stack. */
const THROWN_ANYWAY = ['ExceptionHandler', 'NestApplication'];

/** Tells what people need, and no secret that a line has picked up. */
export class QuietLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!CHATTER.includes(String(rest.at(-1)))) super.log(...safe([message, ...rest]));
  }

  override warn(message: unknown, ...rest: unknown[]): void {
    super.warn(...safe([message, ...rest]));
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!THROWN_ANYWAY.includes(String(rest.at(-1)))) super.error(...safe([message, ...rest]));
  }
}

/** Errors and whatever else is told become text first: a secret may stand anywhere in them. */
function safe(parts: readonly unknown[]): [unknown, ...unknown[]] {
  const [first, ...rest] = parts.map((part) => {
    if (typeof part === 'string') return entryOf(part);
    if (part instanceof Error) return entryOf(part.stack ?? String(part));
    return typeof part === 'object' && part !== null ? entryOf(JSON.stringify(part)) : part;
  });
  return [first, ...rest];
}

/** Lines after the first are indented, so that no text can add an entry of its own. */
function entryOf(text: string): string {
  return cleanText(redacted(text)).replace(/\n(?=\S)/g, '\n    ');
}
