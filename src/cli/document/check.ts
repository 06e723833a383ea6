import { existsSync } from 'node:fs';
import { SystemClock } from '../../base/clock';
import type { Limits } from '../../base/limits/limits';
import { cleanLine } from '../../base/text/clean';
import { luxonZones } from '../../base/zones';
import { readSettings } from '../../config/settings';
import { workingCalendars } from '../../domain/agreement/calendars';
import { readWithWords } from '../../domain/agreement/document/loader';
import { type AgreementSize, acceptedSize, SIZE_UNITS } from '../../domain/agreement/size';
import { formatDay } from '../../engine/calendar/epoch-day';
import { describeCoverage } from '../../engine/calendar/working-calendar';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { ReadWords } from '../../engine/reading/read-document';
import type { Finding } from '../../engine/review/finding';
import { findings } from '../../engine/review/findings';
import { nameOf, readText } from '../output/files';
import { print } from '../output/print';
import { readFacts } from '../output/read-facts';

/**
 * `pacta check FILE|-`: every fault with its place; where there is none, the findings. Exit status 1 where a finding is an error.
 */
export function checkFile(file: string): void {
  const { limits } = readSettings();
  const { agreement, read } = readWithWords(readText(file), nameOf(file), { limits });
  const { facts, basis } = factsFor(file, agreement);
  const at = new SystemClock().now();
  const size = acceptedSize(agreement, limits, at);
  const context = { zones: luxonZones, calendars: workingCalendars(), at };
  const found = findings(agreement, facts, context);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  print(
    `${headline(nameOf(file), agreement, errors)}\n${wordLines(read)}${sizeLines(size, limits)}${calendarsOf(agreement)}${report(found, basis)}`,
  );
  if (errors > 0) process.exitCode = 1;
}

function headline(file: string, { document }: Agreement, errors: number): string {
  const phases = document.obligations.reduce(
    (sum, obligation) => sum + (obligation.phases?.length ?? 0),
    0,
  );
  const what = `${cleanLine(document.title)}, ${document.obligations.length} obligations, ${phases} phases.`;
  return errors === 0
    ? `${file} is sound: ${what}`
    : `${file} can be read, but ${errors} ${errors === 1 ? 'entry' : 'entries'} cannot work: ${what}`;
}

/** The words that are no phrases, each with the phrase that they are read as. */
function wordLines(read: readonly ReadWords[]): string {
  if (read.length === 0) return '';
  const lines = read.flatMap(({ pointer, words, phrase, notes }) => [
    `  ${pointer}: ${cleanLine(words)}`,
    `    is read as: ${phrase}`,
    ...notes.map((note) => `    ${cleanLine(note)}`),
  ]);
  return `\nWords and what they are read as:\n${lines.join('\n')}\n`;
}

/** A part of a limit from which on `pacta check` names it. */
const NEAR = 0.8;

/** What of a document comes near to a limit. */
function sizeLines(size: AgreementSize, limits: Limits): string {
  const names = ['entries', 'occurrences', 'dependence'] as const;
  const lines = names
    .filter((name) => size[name] >= NEAR * limits[name])
    .map((name) => `  ${size[name]} ${SIZE_UNITS[name]}, of ${limits[name]} (limits.${name})\n`);
  return lines.length === 0 ? '' : `\nNear a limit:\n${lines.join('')}`;
}

/** The years that each calendar of the document covers. */
function calendarsOf(agreement: Agreement): string {
  const named = [...new Set(agreement.items.flatMap(({ calendars }) => calendars))];
  const known = named.flatMap((id) => workingCalendars().get(id) ?? []);
  const lines = known.map(({ id, coverage }) => `  ${id}: ${describeCoverage(coverage)}\n`);
  return lines.length === 0 ? '' : `\nWorking calendars and what they cover:\n${lines.join('')}`;
}

/** The facts file beside the agreement; without one, a signing today. */
function factsFor(file: string, agreement: Agreement): { facts: Fact[]; basis: string } {
  const beside = file.replace(/\.(ya?ml|json)$/, '.facts.$1');
  if (beside !== file && existsSync(beside)) {
    return { facts: readFacts(beside, agreement), basis: `with the facts of ${beside}` };
  }
  const { day } = luxonZones.localOf(new SystemClock().now(), agreement.document.zone);
  const signing: Fact = { id: 'assumed', kind: 'occurred', subject: 'signing', day };
  return {
    facts: [{ ...signing, hypothetical: true }],
    basis: `as if signed today, ${formatDay(day)}`,
  };
}

const WIDTH = 100;
const INDENT = ' '.repeat(11);

/** Errors and warnings one by one; notes of one kind with the same advice together. */
function report(found: readonly Finding[], basis: string): string {
  if (found.length === 0) return '';
  const lines = [`\nWhat a careful reader would ask (${basis}):`];
  for (const severity of ['error', 'warning'] as const) {
    for (const one of found.filter((finding) => finding.severity === severity)) {
      lines.push(...entry(severity, `${one.path} (${one.pointer}): ${one.detail}.`, one.advice));
    }
  }
  const notes = found.filter(({ severity }) => severity === 'note');
  for (const same of new Set(notes.map(({ kind, advice }) => `${kind} ${advice}`))) {
    const own = notes.filter(({ kind, advice }) => `${kind} ${advice}` === same);
    const [first] = own;
    if (first === undefined) continue;
    const paths = [...new Set(own.map(({ path }) => path))];
    const together = `${first.kind}, ${paths.length} entries: ${paths.join(', ')}.`;
    const alone = `${first.path} (${first.pointer}): ${first.detail}.`;
    lines.push(...entry('note', own.length === 1 ? alone : together, first.advice));
  }
  return `${lines.join('\n')}\n`;
}

function entry(severity: string, text: string, advice: string): string[] {
  const [first = '', ...more] = wrap(text);
  return [
    `  ${severity.padEnd(7)}  ${first}`,
    ...[...more, ...wrap(advice)].map((line) => INDENT + line),
  ];
}

/** Breaks a text at its spaces into indented lines. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cleanLine(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > WIDTH - INDENT.length && line !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
