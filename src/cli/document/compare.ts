import { SystemClock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { type Fault, Refusal } from '../../base/refusal';
import { readSettings } from '../../config/settings';
import { readAgreement } from '../../domain/agreement/document/loader';
import { compareSides, type Side } from '../../domain/what-if/comparison';
import { outlook } from '../../domain/what-if/outlook';
import { readQuestion } from '../../domain/what-if/question';
import { comparisonTable } from '../output/compare-table';
import { readText } from '../output/files';
import { formatIn } from '../output/format';
import { print, printJson } from '../output/print';
import { readFacts } from '../output/read-facts';

interface Options {
  signed: string[];
  assume: string[];
  facts?: string;
  asOf?: string;
  format: string;
}

const SAME = 'Two --signed dates, or something to --assume, say what is compared with what.';

/** `pacta compare FILE`: compares two signing dates, or one without and with assumptions. Reads files only. */
export function compareFile(file: string, options: Options): void {
  formatIn(options.format, ['table', 'json']);
  const [first, second = first, ...more] = options.signed;
  if (more.length > 0) throw new Refusal('invalid', 'Two --signed dates are compared, not more.');
  if (first === second && options.assume.length === 0) throw new Refusal('invalid', SAME);
  const agreement = readAgreement(readText(file), file, { limits: readSettings().limits });
  const facts = options.facts === undefined ? [] : readFacts(options.facts, agreement);
  const now = new SystemClock().now();
  const faults: Fault[] = [];
  const sides = [
    { signed: first, assume: [] },
    { signed: second, assume: options.assume },
  ].map(({ signed, assume }): Side | undefined => {
    const signing = signed === undefined ? [] : [signed];
    const question = readQuestion({ signing, assume, asOf: options.asOf }, agreement, now, faults);
    if (question === undefined) return undefined;
    const assumptions = question.scenarios[0]?.assumptions ?? [];
    return {
      name: [signed === undefined ? 'the facts' : `signed ${signed}`, ...assume].join(', '),
      outlook: outlook(agreement, facts, assumptions, true, question.asOf),
      asOf: question.asOf,
    };
  });
  const [before, after] = sides;
  if (before === undefined || after === undefined) throw refusal(faults);
  const comparison = compareSides(before, after, []);
  const { id, title, zone } = agreement.document;
  const asOf = presentInstant(after.asOf);
  if (options.format === 'json') {
    printJson({ hypothetical: true, agreement: { id, title, zone }, asOf, ...comparison });
    return;
  }
  print(
    comparisonTable(agreement.document, comparison, {
      before: before.name,
      now: after.name,
      asOf: asOf ?? '',
      width: process.stdout.columns ?? 120,
    }),
  );
}

/** Each fault once, at its option: both sides read the same options. */
function refusal(faults: readonly Fault[]): Refusal {
  const placed = faults.map((fault) => ({
    ...fault,
    pointer: fault.pointer
      .replace(/^\/assume.*/, '--assume')
      .replace(/^\/signing.*/, '--signed')
      .replace('/asOf', '--as-of'),
  }));
  const once = new Map(placed.map((fault) => [`${fault.pointer} ${fault.detail}`, fault]));
  return new Refusal('invalid', 'The comparison has faults; nothing was computed.', [
    ...once.values(),
  ]);
}
