import { type Document, LineCounter, parseDocument } from 'yaml';
import { type Located, SourceMap } from '../agreement/source-map';
import { faultsOf, type Issue } from '../http/issues';
import { textFaults } from '../http/kept-text';
import { type Fault, Refusal } from '../refusal';
import { type FactRequest, factSchema } from './fact-request';

/** Facts as read from a text, and where each stands in it. */
export interface FactList {
  requests: FactRequest[];
  /** A fault at a pointer into the list, with the line and column it stands on. */
  place(fault: Fault): Fault;
}

const MARK = '- ';

const EXAMPLE = '- {was: elections.fulfilled, at: "2026-03-01"}';

/**
 * Reads facts from a JSON array, from one JSON object a line (NDJSON), or from a YAML list.
 * @param most more facts than this are refused.
 * @throws Refusal 'invalid' with every fault, each with its pointer, line and column.
 */
export function readFactList(text: string, name: string, most: number): FactList {
  const { values, locate } = valuesOf(text, name);
  const place = (fault: Fault): Fault => ({ ...fault, ...locate(fault.pointer) });
  if (!Array.isArray(values) || values.length === 0) {
    const detail = 'is no list of facts';
    throw refusal(name, [{ pointer: '', detail, expected: 'a list', example: EXAMPLE }]);
  }
  if (values.length > most) {
    const detail = `holds ${values.length} facts`;
    throw refusal(name, [{ pointer: '', detail, expected: `${most} at most; send it in parts` }]);
  }
  const faults: Fault[] = [];
  const requests: FactRequest[] = [];
  for (const [i, value] of values.entries()) {
    faults.push(...textFaults(value, [i]).map(place));
    const read = factSchema.safeParse(value);
    if (read.success) requests.push(read.data);
    else faults.push(...shapeFaults(i, read.error.issues).map(place));
  }
  if (faults.length > 0) throw refusal(name, faults);
  return { requests, place };
}

interface Values {
  values: unknown;
  /** Where each stands; only asked for when something is wrong, for it reads the text once more. */
  locate(pointer: string): Located;
}

function valuesOf(text: string, name: string): Values {
  const perLine = text.split('\n').filter((row) => row.trim() !== '');
  const ndjson = perLine.length > 0 && perLine.every((row) => row.trimStart().startsWith('{'));
  // One object a line is a YAML list once each line begins as an entry of one.
  const source = ndjson ? text.replace(/^[ \t]*(?=\{)/gm, MARK) : text;
  let read: ReturnType<typeof asYaml> | undefined;
  const once = () => {
    read ??= asYaml();
    return read;
  };
  const asYaml = () => {
    const lines = new LineCounter();
    const document = parseDocument(source, {
      lineCounter: lines,
      prettyErrors: true,
      logLevel: 'error',
    });
    return { document, map: new SourceMap(source, document, lines) };
  };
  try {
    const values = ndjson ? perLine.map((row) => JSON.parse(row)) : JSON.parse(text);
    const locate = (pointer: string) => once().map.locate(pointer);
    return { values, locate: ndjson ? (pointer) => unmarked(locate(pointer)) : locate };
  } catch {
    const { document, map } = once();
    const broken = document.errors.map((error) => ({
      pointer: '',
      detail: error.message.split('\n')[0] ?? 'cannot be read',
      ...map.at(error.pos[0]),
    }));
    if (broken.length > 0) throw refusal(name, broken);
    return { values: plainOf(document, name), locate: (pointer) => map.locate(pointer) };
  }
}

/** The place in a line as it was sent, without the mark that made it an entry of a list. */
function unmarked({ line, column, excerpt }: Located): Located {
  const [source = '', caret = ''] = excerpt.split('\n');
  return {
    line,
    column: Math.max(1, column - MARK.length),
    excerpt: `${source.replace(`| ${MARK}`, '| ')}\n${caret.replace(`| ${MARK.replace(/./g, ' ')}`, '| ')}`,
  };
}

function plainOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    const expected = 'every value written out';
    throw refusal(name, [{ pointer: '', detail: 'uses an alias (*name)', expected }]);
  }
}

/** What is wrong with one entry, each fault with what a right one looks like. */
function shapeFaults(index: number, issues: readonly Issue[]): Fault[] {
  return issues
    .flatMap((issue) => faultsOf(issue, [index]))
    .map((fault) => ({ ...fault, example: EXAMPLE }));
}

function refusal(name: string, faults: readonly Fault[]): Refusal {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new Refusal('invalid', `${name} has ${count}; nothing was written.`, faults);
}
