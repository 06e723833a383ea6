import { cleanLine } from '../../base/text/clean';
import type { PresentedDifference, PresentedMove } from '../../domain/milestone/present/comparison';
import type { PresentedWhatIfComparison } from '../../domain/what-if/comparison';
import type { AgreementDocument } from '../../engine/model/document';

interface TableOptions {
  before: string;
  now: string;
  asOf: string;
  /** Columns of the terminal. */
  width: number;
}

interface Line {
  title: string;
  before: string;
  now: string;
  shift: string;
  reasons: PresentedMove['reasons'];
}

const NARROWEST = 80;
const LONGEST_TITLE = 60;

/** A comparison as a table: one line a milestone, and below it why its shift differs from that of the signing. */
export function comparisonTable(
  { title, zone }: AgreementDocument,
  comparison: PresentedWhatIfComparison,
  options: TableOptions,
): string {
  const lines = [...comparison.differences.map(moved), ...comparison.unmoved.map(stays)];
  const head = { title: 'Milestone', before: 'Before', now: 'Now', shift: 'Days' };
  const all = [head, ...lines];
  const width = (key: keyof typeof head): number =>
    Math.max(...all.map((line) => line[key].length));
  const dates = [width('before'), width('now'), width('shift')] as const;
  const room = Math.max(NARROWEST, options.width) - dates[0] - dates[1] - dates[2] - 6;
  const titles = Math.min(LONGEST_TITLE, width('title'), room);
  const row = (line: typeof head): string =>
    [
      line.title.length > titles
        ? `${line.title.slice(0, titles - 1)}…`
        : line.title.padEnd(titles),
      line.before.padEnd(dates[0]),
      line.now.padEnd(dates[1]),
      line.shift.padStart(dates[2]),
    ]
      .join('  ')
      .trimEnd();
  const body = lines.flatMap((line) => [
    row(line),
    ...line.reasons.map(({ text, days }) => cleanLine(`    ${signed(days)}: ${text}`)),
  ]);
  const { signing } = comparison;
  const by =
    signing.days === null || signing.days === 0
      ? ''
      : `, the signing moves by ${signed(signing.days)} days`;
  return [
    cleanLine(title),
    `Before: ${options.before}. Now: ${options.now}. All of it hypothetical${by}.`,
    `As of ${options.asOf}, days end at midnight in ${zone}`,
    '',
    row(head),
    '─'.repeat(titles + dates[0] + dates[1] + dates[2] + 6),
    ...(body.length === 0 ? ['Nothing moves.'] : body),
    '',
    ...footer(comparison),
    '',
  ].join('\n');
}

function moved({ title, dates, status, change }: PresentedDifference): Line {
  const [first] = dates;
  const was = change === 'added' ? '(not there)' : (status.from ?? '');
  const is = change === 'dropped' ? '(gone)' : (status.to ?? '');
  const day = (text: string | null | undefined, otherwise: string): string => text ?? otherwise;
  return {
    title: cleanLine(title),
    before: day(first?.from, first === undefined || change === 'added' ? was : 'no date'),
    now: day(first?.to, first === undefined || change === 'dropped' ? is : 'no date'),
    shift: first?.days === null || first === undefined ? '' : signed(first.days),
    reasons: first?.reasons ?? [],
  };
}

function stays({ title, on, reasons }: PresentedWhatIfComparison['unmoved'][number]): Line {
  return { title: cleanLine(title), before: on ?? '', now: on ?? '', shift: '0', reasons };
}

function footer(comparison: PresentedWhatIfComparison): string[] {
  const { histogram, newlyOverdue, noLongerOverdue, findings, conflicts } = comparison;
  const shifts = histogram.map(({ days, milestones }) => `${milestones} by ${signed(days)}`);
  const section = (what: string, all: readonly string[]): string[] =>
    all.length === 0 ? [] : [`${what}:`, ...all.map((one) => cleanLine(`    ${one}`))];
  const asked = (all: typeof findings.appear): string[] =>
    all.map(({ path, detail }) => `${path}: ${detail}`);
  const wrong = (all: typeof conflicts.appear): string[] =>
    all.map(({ kind, milestone, on, because }) => `${milestone} on ${on}, ${kind} (${because})`);
  return [
    ...(shifts.length === 0 ? [] : [`Shifts in days: ${shifts.join(', ')}`]),
    ...section('Newly overdue', newlyOverdue),
    ...section('No longer overdue', noLongerOverdue),
    ...section('Conflicts that appear', wrong(conflicts.appear)),
    ...section('Conflicts that vanish', wrong(conflicts.vanish)),
    ...section('Questions that appear', asked(findings.appear)),
    ...section('Questions that vanish', asked(findings.vanish)),
  ];
}

function signed(days: number): string {
  return days > 0 ? `+${days}` : String(days);
}
