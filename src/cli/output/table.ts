import { cleanLine } from '../../base/text/clean';
import type { PresentedReading } from '../../domain/milestone/present/finding';
import type { PresentedScheduled } from '../../domain/milestone/present/scheduled';
import { isUncoveredDay } from '../../engine/calendar/working-calendar';
import type { AgreementDocument } from '../../engine/model/document';
import { statusWords } from '../../engine/status/status-words';

export type PrintedMilestone = PresentedScheduled & {
  /** Other readings of the phrase that give another day; empty without `--why`. */
  alternatives: readonly PresentedReading[];
};

interface TableOptions {
  asOf: string;
  signed: string | undefined;
  /** The facts file. */
  facts: string | undefined;
  why: boolean;
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

const MARKS: Readonly<Record<string, string>> = {
  met: '●',
  'met-late': '●',
  'took-effect': '●',
  came: '●',
  open: '○',
  upcoming: '◔',
  'due-soon': '▲',
  'in-grace': '▲',
  overdue: '■',
  holding: '═',
  breached: '✕',
  violated: '✕',
  expired: '□',
  undated: '◇',
  conditional: '◇',
};

/** ANSI colours by status. The mark before each status says the same. */
const COLOURS: Readonly<Record<string, number>> = {
  met: 32,
  'due-soon': 33,
  'in-grace': 33,
  overdue: 31,
  holding: 36,
  breached: 35,
  violated: 35,
};

const NARROWEST = 80;
const SHORTEST_TITLE = 20;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A schedule as a table: one line a milestone, cut to the terminal's width. */
export function scheduleTable(
  document: AgreementDocument,
  milestones: readonly PrintedMilestone[],
  options: TableOptions,
): string {
  const rows = milestones.map((milestone) => ({ ...cells(milestone), milestone }));
  const head = { ref: 'Ref', title: 'Milestone', when: 'Due', phrase: 'Rule', status: 'Status' };
  const wide = Math.max(NARROWEST, options.width);
  // Only what a date waits for is cut, never a date.
  const dates = rows.filter((row) => isDated(row.milestone));
  const least = Math.max(0, ...dates.map((row) => row.when.length));
  const widths = {
    ref: longest([head, ...rows], 'ref', 8),
    when: longest([head, ...rows], 'when', Math.max(least, Math.floor(wide * 0.24))),
    status: longest([head, ...rows], 'status', 19),
    phrase: longest([head, ...rows], 'phrase', Math.floor(wide * 0.27)),
  };
  const fixed = widths.ref + widths.when + widths.status + widths.phrase + 8;
  const title = Math.max(SHORTEST_TITLE, Math.min(wide - fixed, longest(rows, 'title', 70)));
  const line = (row: Cells): string =>
    [
      fit(row.ref, widths.ref),
      fitTitle(row.title, title),
      fit(row.when, widths.when),
      fit(row.phrase, widths.phrase),
      fit(row.status, widths.status),
    ]
      .join('  ')
      .trimEnd();
  const out = [...heading(document, options), '', line(head), '─'.repeat(fixed + title)];
  for (const row of rows) {
    out.push(paint(line(row), row.milestone.status, options.colour));
    if (options.why) out.push(...derivation(row.milestone));
  }
  const uncovered = gaps(milestones);
  if (uncovered.length > 0) out.push('', ...uncovered);
  out.push('', counts(milestones), '');
  return out.join('\n');
}

interface Cells {
  ref: string;
  title: string;
  when: string;
  phrase: string;
  status: string;
}

function cells(milestone: PrintedMilestone): Cells {
  const { status, nature } = milestone;
  const title = cleanLine(milestone.title);
  return {
    ref: cleanLine(milestone.ref ?? ''),
    title: milestone.party === null ? title : `${title} (${milestone.party})`,
    when: when(milestone),
    phrase: milestone.phrase,
    status: `${MARKS[status] ?? '○'} ${statusWords(nature, status)}`,
  };
}

function when(milestone: PrintedMilestone): string {
  if (milestone.nature === 'goal' && milestone.targetOn !== null) {
    const { targetOnEarliest, targetOn } = milestone;
    return targetOnEarliest === null
      ? `goal ${weekday(targetOn)} ${targetOn}${boundWords(milestone)}`
      : `goal between ${targetOnEarliest} and ${targetOn}`;
  }
  const between = roughWords(milestone);
  if (between !== '') return between;
  if (milestone.dueOn !== null)
    return `${weekday(milestone.dueOn)} ${milestone.dueOn}${boundWords(milestone)}`;
  const { startsOn, endsOn, opensOn } = milestone;
  if (startsOn !== null) {
    const days =
      endsOn === null ? `from ${weekday(startsOn)} ${startsOn}` : `from ${startsOn} to ${endsOn}`;
    return days + boundWords(milestone);
  }
  // While its start is awaited, that is what matters.
  if (endsOn !== null && milestone.state !== 'conditional')
    return `until ${endsOn}${boundWords(milestone)}`;
  if (opensOn !== null) {
    const since = milestone.status === 'open' ? 'open since' : 'from';
    return `${since} ${opensOn}${boundWords(milestone)}`;
  }
  return milestone.waitsFor.length > 0 ? `waits for ${milestone.waitsFor.join(', ')}` : 'no date';
}

/** Between which days a date lies that is known only roughly; empty where all dates are exact. */
function roughWords(milestone: PrintedMilestone): string {
  const { dueOn, startsOn, endsOn, opensOn } = milestone;
  const { dueOnEarliest, startsOnLatest, endsOnEarliest, opensOnLatest } = milestone;
  if (dueOnEarliest !== null) return `between ${dueOnEarliest} and ${dueOn}`;
  if (dueOn !== null) return '';
  if (startsOnLatest !== null || endsOnEarliest !== null) {
    const from = startsOn === null ? [] : [`from ${orBetween(startsOn, startsOnLatest)}`];
    const to = endsOn === null ? [] : [`to ${orBetween(endsOnEarliest ?? endsOn, endsOn)}`];
    return [...from, ...to].join(' ');
  }
  return startsOn === null && endsOn === null && opensOn !== null && opensOnLatest !== null
    ? `opens between ${opensOn} and ${opensOnLatest}`
    : '';
}

/** "2020-06-01", "2020-06-01/2020-06-30" */
function orBetween(from: string, to: string | null): string {
  return to === null || to === from ? from : `${from}/${to}`;
}

function isDated({ dueOn, startsOn, endsOn, opensOn, targetOn }: PrintedMilestone): boolean {
  return (dueOn ?? startsOn ?? endsOn ?? opensOn ?? targetOn) !== null;
}

function boundWords(milestone: PrintedMilestone): string {
  if (!milestone.provisional) return '';
  return milestone.bound === null ? ' provisionally' : ` at the ${milestone.bound}`;
}

/** The days that a working calendar does not cover, each once. */
function gaps(milestones: readonly PrintedMilestone[]): string[] {
  const open = new Set(milestones.flatMap(({ waitsFor }) => waitsFor.filter(isUncoveredDay)));
  return [...open].map(
    (gap) =>
      `Not covered: ${gap}. A day off there would move the dates that are counted across it.`,
  );
}

function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

function heading(document: AgreementDocument, options: TableOptions): string[] {
  const lines = [document.title];
  if (document.status !== undefined) lines.push(document.status);
  if (document.invented === true) lines.push('Invented, to show the language.');
  const signed =
    options.signed === undefined
      ? options.facts === undefined
        ? 'no signing date given'
        : `with the facts of ${options.facts}`
      : `signed ${options.signed} (hypothetical)`;
  lines.push(`${signed}, as of ${options.asOf}, days end at midnight in ${document.zone}`);
  return lines.map(cleanLine);
}

function derivation(milestone: PrintedMilestone): string[] {
  const { derivation: steps, alternatives, waitsFor, quantity } = milestone;
  return [
    ...steps.map((step, i) => `      ${i + 1}. ${step.text} [${step.citation}]`),
    ...waitsFor.filter(isUncoveredDay).map((gap) => `      not covered: ${gap}`),
    ...alternatives.map(({ text }) => `      or: ${text}`),
    ...(quantity === null ? [] : [`      delivered: ${quantity.how}`]),
  ].map(cleanLine);
}

function counts(milestones: readonly PrintedMilestone[]): string {
  const byWords = new Map<string, number>();
  for (const one of milestones) {
    const { status } = cells(one);
    byWords.set(status, (byWords.get(status) ?? 0) + 1);
  }
  return [...byWords].map(([status, count]) => status.replace(' ', ` ${count} `)).join('   ');
}

function longest(rows: readonly Cells[], key: keyof Cells, most: number): number {
  return Math.min(most, Math.max(...rows.map((row) => row[key].length)));
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** Of a phase's title, the part that all phases share is cut first. */
function fitTitle(text: string, width: number): string {
  const colon = text.indexOf(': ');
  const own = text.slice(colon);
  if (text.length <= width || colon < 0) return fit(text, width);
  return fit(`${text.slice(0, Math.max(0, width - own.length - 1))}…${own}`, width);
}

function paint(text: string, status: string, colour: boolean): string {
  const code = COLOURS[status];
  return colour && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
}
