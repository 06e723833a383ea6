import { blocksOf } from './report-blocks';
import { htmlOf } from './report-html';
import { markdownOf } from './report-markdown';
import type { Report } from './report-schema';

export const REPORT_FORMATS = ['json', 'md', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The text of a report in a format. */
export function textOf(report: Report, format: ReportFormat): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  return (format === 'md' ? markdownOf : htmlOf)(blocksOf(report));
}
