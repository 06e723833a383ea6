import { ConsoleLogger } from '@nestjs/common';
import { redacted } from '../base/redaction';
import { cleanText } from '../base/text/clean';

/** Contexts of Nest's own log lines about its start, which are left out. */
const START_CONTEXTS = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
];

/** Errors of the start are thrown to the caller, which reports them once, without a stack. */
const THROWN_ANYWAY = ['ExceptionHandler', 'NestApplication'];

/** Leaves out Nest's start messages, and removes secrets from every line. */
export class QuietLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (!START_CONTEXTS.includes(String(rest.at(-1)))) super.log(...safe([message, ...rest]));
  }

  override warn(message: unknown, ...rest: unknown[]): void {
    super.warn(...safe([message, ...rest]));
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!THROWN_ANYWAY.includes(String(rest.at(-1)))) super.error(...safe([message, ...rest]));
  }
}

/** Converts errors and objects to text first, since they may contain a secret anywhere. */
function safe(parts: readonly unknown[]): [unknown, ...unknown[]] {
  const [first, ...rest] = parts.map((part) => {
    if (typeof part === 'string') return entryOf(part);
    if (part instanceof Error) return entryOf(part.stack ?? String(part));
    return typeof part === 'object' && part !== null ? entryOf(JSON.stringify(part)) : part;
  });
  return [first, ...rest];
}

/** Indents lines after the first, so that no text can look like a log entry of its own. */
function entryOf(text: string): string {
  return cleanText(redacted(text)).replace(/\n(?=\S)/g, '\n    ');
}
