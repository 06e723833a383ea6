import type { Evidence } from '../../domain/ledger/fact.entity';
import { statusWords } from '../../engine/status/status-words';
import type { Entry, Incident, Report } from './report-schema';

/** One part of a report. Markdown and HTML are written from the same list of blocks. */
export type Block =
  | { is: 'title'; text: string }
  | { is: 'heading'; text: string }
  | { is: 'warning'; text: string }
  | { is: 'paragraph'; text: string }
  | { is: 'table'; head: readonly string[]; rows: readonly (readonly Text[])[] };

/** The text of a table cell, and links after it. */
export interface Text {
  text: string;
  links?: readonly { title: string; url: string }[];
}

export function blocksOf(report: Report): Block[] {
  const { fellDue, basis, standing } = report;
  const count = Object.values(fellDue).reduce((sum, list) => sum + list.length, 0);
  return [
    { is: 'title', text: report.title },
    { is: 'paragraph', text: `Report on the period from ${report.from} to ${report.to}.` },
    ...warnings(report),
    { is: 'heading', text: 'Summary' },
    { is: 'paragraph', text: summaryOf(report, count) },
    {
      is: 'table',
      head: ['Status', 'Milestones', 'Share'],
      rows: Object.entries(standing.statuses)
        .filter(([, share]) => share.count > 0)
        .map(([status, share]) => plain(status, String(share.count), percent(share.percent))),
    },
    ...entries('Due in the period and done in time', fellDue.onTime),
    ...entries('Due in the period and done late', fellDue.late),
    ...entries('Due in the period and not done', fellDue.missed),
    ...entries('Due in the period, with another status', fellDue.otherwise, true),
    ...entries('Due before the period and still not done', report.stillOpen),
    ...entries('Done in the period, due at another time', report.doneBesides),
    ...intervals(report.held),
    ...incidents('Breaches, extensions, disputes and other events', report.incidents),
    ...incidents('Recorded only after the period', report.recordedLate),
    ...entries('Due in the ninety days after the period', report.ahead),
    ...undated(report),
    { is: 'heading', text: 'Basis of this report' },
    {
      is: 'table',
      head: ['', ''],
      rows: [
        plain('Statuses as of', report.asOf ?? ''),
        plain('Recorded by', report.knownAt ?? ''),
        plain('Zone', basis.zone),
        plain('Counting convention', basis.counting),
        plain('Document', `version ${basis.documentVersion}, SHA-256 ${basis.documentHash}`),
        plain('Ledger', `${basis.facts} facts, last hash ${basis.ledgerHead ?? 'none'}`),
      ],
    },
  ];
}

function warnings({ hypothetical, signing, partial, asOf }: Report): Block[] {
  const blocks: Block[] = [];
  if (hypothetical) {
    const signed = signing === null ? '' : ` on ${signing.date}`;
    blocks.push({
      is: 'warning',
      text: `Hypothetical. The dates below rest on an assumed signing${signed}, not on an actual one.`,
    });
  }
  if (partial) {
    blocks.push({ is: 'warning', text: `The period has not ended. Statuses are as of ${asOf}.` });
  }
  return blocks;
}

function summaryOf({ fellDue, standing }: Report, count: number): string {
  const { onTime, late, missed, otherwise } = fellDue;
  if (count === 0)
    return `Nothing fell due in the period. The agreement has ${standing.milestones} milestones.`;
  return (
    `Of ${standing.milestones} milestones, ${count} fell due in the period: ${onTime.length} done in time, ` +
    `${late.length} done late, ${missed.length} not done, ${otherwise.length} with another status (such as disputed or waived).`
  );
}

function dueText({ dueOn, dueOnEarliest }: Entry): string {
  return dueOnEarliest === null ? (dueOn ?? '') : `between ${dueOnEarliest} and ${dueOn}`;
}

function entries(heading: string, list: readonly Entry[], withStatus = false): Block[] {
  if (list.length === 0) return [];
  const head = ['Article', 'What', 'By whom', 'Due', 'Status', 'Done', 'Days late', 'Evidence'];
  const rows = list.map((entry) => [
    { text: entry.ref ?? '' },
    { text: entry.title },
    { text: entry.obligors.join(', ') },
    { text: dueText(entry) },
    { text: withStatus ? statusWords(entry.nature, entry.status) : '' },
    { text: entry.doneOn ?? '' },
    { text: entry.daysLate === null ? '' : String(entry.daysLate) },
    evidence(entry.evidence),
  ]);
  return [
    { is: 'heading', text: heading },
    { is: 'table', ...withoutEmptyColumns(head, rows) },
  ];
}

function intervals(list: Report['held']): Block[] {
  if (list.length === 0) return [];
  const head = ['Article', 'What', 'By whom', 'At the end', 'Breaches recorded'];
  const rows = list.map(({ ref, title, obligors, status, breaches }) =>
    plain(ref ?? '', title, obligors.join(', '), statusWords('interval', status), String(breaches)),
  );
  return [
    { is: 'heading', text: 'Obligations that last through the period or a part of it' },
    { is: 'table', ...withoutEmptyColumns(head, rows) },
  ];
}

function incidents(heading: string, list: readonly Incident[]): Block[] {
  if (list.length === 0) return [];
  const head = ['Day', 'What', 'Of', 'By', 'Said by', 'Reason', 'Evidence'];
  const rows = list.map((incident) => [
    { text: incident.on },
    { text: whatOf(incident) },
    { text: incident.subject === '*' ? 'the agreement' : (incident.title ?? incident.subject) },
    { text: incident.by ?? '' },
    { text: incident.actor ?? '' },
    { text: [incident.reason, incident.note].filter((part) => part !== null).join('. ') },
    evidence(incident.evidence),
  ]);
  return [
    { is: 'heading', text: heading },
    { is: 'table', ...withoutEmptyColumns(head, rows) },
  ];
}

/** Such as "extended to 2026-03-01" or "progress 2 of 3". */
function whatOf({ kind, to, for: period, level, hypothetical }: Incident): string {
  return [
    kind,
    to === null ? '' : ` to ${to}`,
    period === null ? '' : ` for ${period}`,
    level === null ? '' : ` ${level} of 3`,
    hypothetical ? ' (hypothetical)' : '',
  ].join('');
}

function withoutEmptyColumns(head: readonly string[], rows: readonly (readonly Text[])[]) {
  const filled = head.map((_, i) =>
    rows.some((row) => row[i]?.text !== '' || (row[i]?.links ?? []).length > 0),
  );
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => filled[i]);
  return { head: kept(head), rows: rows.map(kept) };
}

function undated({ undated: list }: Report): Block[] {
  if (list.length === 0) return [];
  const rows = list.map(({ ref, title, waitsFor }) =>
    plain(ref ?? '', title, waitsFor.length === 0 ? 'no date in the text' : waitsFor.join(', ')),
  );
  return [
    { is: 'heading', text: 'Without a date yet' },
    { is: 'table', head: ['Article', 'What', 'Waits for'], rows },
  ];
}

function evidence(list: readonly Evidence[]): Text {
  const links = list.flatMap(({ title, url }) => (url === undefined ? [] : [{ title, url }]));
  const text = list.flatMap(({ title, url }) => (url === undefined ? [title] : [])).join('; ');
  return { text, links };
}

function plain(...cells: readonly string[]): Text[] {
  return cells.map((text) => ({ text }));
}

function percent(value: number | null): string {
  return value === null ? '' : `${value.toFixed(1)} %`;
}
