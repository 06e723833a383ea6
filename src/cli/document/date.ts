import { z } from 'zod';
import { faultsOf } from '../../base/issues';
import { pointerOf, Refusal } from '../../base/refusal';
import { readSource, sorted } from '../../base/text/source';
import { readSettings } from '../../config/settings';
import { readCalendar, requireCalendar } from '../../domain/agreement/calendars';
import type { WorkingCalendar } from '../../engine/calendar/working-calendar';
import {
  answerDateQuestion,
  type DateRequest,
  type PresentedDate,
  questionSchema,
  questionTextSchema,
} from '../../feed/dates/date-question';
import { readText } from '../output/files';
import { formatIn } from '../output/format';
import { print, printJson } from '../output/print';

/** The options of one phrase, in the terms of the schema. */
interface Options {
  format: string;
  batch?: string;
  [option: string]: string | undefined;
}

const EXAMPLE = 'within 100 days of 2025-11-27';
const batchSchema = z.array(questionSchema);

/** `pacta date "PHRASE"`: computes one date; with `--batch`, an array of answers for an array of questions. */
export function date(phrase: string | undefined, options: Options): void {
  formatIn(options.format, ['table', 'json']);
  if (options.batch !== undefined) {
    const answers = readBatch(options.batch).map(answerOrFaults);
    printJson(answers);
    return;
  }
  if (phrase === undefined) {
    throw new Refusal('invalid', `Give a phrase: pacta date "${EXAMPLE}".`);
  }
  const { format: _, batch: __, ...question } = options;
  const dated = ask(readQuestion({ phrase, ...question }));
  if (options.format === 'json') printJson(dated);
  else print(table(dated, question['side'] === 'earliest'));
}

function readQuestion(written: object): DateRequest {
  const read = questionTextSchema.safeParse(written);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => ({
    pointer: pointerOf(path),
    detail: message,
  }));
  throw new Refusal('invalid', 'This is no question for a date.', faults);
}

/** @throws Refusal 'invalid' that points into the question. */
function ask(question: DateRequest): PresentedDate {
  const found = answerDateQuestion(question, calendarOf(question));
  if ('date' in found) return found.date;
  throw new Refusal('invalid', 'No date follows from this question.', found.faults);
}

/** A calendar by its id, or from a file. */
function calendarOf({ calendar }: DateRequest): WorkingCalendar | undefined {
  if (calendar === undefined) return undefined;
  if (!/[./]/.test(calendar)) return requireCalendar(calendar, '/calendar');
  return readCalendar(readText(calendar), calendar);
}

function answerOrFaults(question: DateRequest): PresentedDate | { error: string; errors: unknown } {
  try {
    return ask(question);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message, errors: error.faults };
    throw error;
  }
}

function readBatch(file: string): DateRequest[] {
  const { value, map, faults } = readSource(readText(file), file, readSettings().limits);
  const read = batchSchema.safeParse(value);
  if (read.success && faults.length === 0) return read.data;
  const example = `[{"phrase": "${EXAMPLE}", "zone": "Europe/Kyiv"}]`;
  const shape = (read.error?.issues ?? [])
    .flatMap((issue) => faultsOf(issue))
    .map((fault) => ({ ...fault, ...map.locate(fault.pointer), example }));
  throw new Refusal('invalid', `${file} is no list of questions.`, sorted([...faults, ...shape]));
}

/** @param opens whether it is the first day on which something may happen, not the last. */
function table(dated: PresentedDate, opens: boolean): string {
  const { dueOn, dueAt, readAs, derivation, alternatives, waitsFor = [], bound } = dated;
  const { dueOnEarliest = dueOn, dueOnLatest = dueOn } = dated;
  const steps = derivation.map((step, i) => `  ${i + 1}. ${step.text}\n     ${step.citation}`);
  const open = waitsFor.map((what) => `  not certain: ${what}\n`).join('');
  const others = alternatives.map(({ text }) => `  or: ${text}\n`).join('');
  const moves = bound === undefined ? '' : ` at the ${bound}`;
  const at = opens ? 'may be done' : 'late';
  const day = dueOnEarliest === dueOnLatest ? dueOn : `between ${dueOnEarliest} and ${dueOnLatest}`;
  const read = readAs === undefined ? '' : `  read as: ${readAs}\n`;
  return `${day}${moves}   ${at} from ${dueAt}\n${read}${open}\n${steps.join('\n')}\n${others}`;
}
