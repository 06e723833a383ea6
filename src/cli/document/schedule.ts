import { createHash } from 'node:crypto';
import { SystemClock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import { luxonZones } from '../../base/zones';
import { POLICY } from '../../config/policy';
import { readSettings } from '../../config/settings';
import { workingCalendars } from '../../domain/agreement/calendars';
import { readAgreement } from '../../domain/agreement/document/loader';
import { readOccurrence } from '../../domain/ledger/occurrence';
import { readAssumedSigning } from '../../domain/ledger/schedule-fact';
import { presentReading } from '../../domain/milestone/present/finding';
import { presentScheduled, rowScheduled } from '../../domain/milestone/present/scheduled';
import { termsFor } from '../../domain/notification/alert-policy-schema';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { Milestone } from '../../engine/model/milestone';
import { readingsFor } from '../../engine/review/readings';
import { schedule } from '../../engine/schedule/schedule';
import { outcomeAt } from '../../engine/status/outcome-at';
import { calendarOf } from '../../feed/milestones/calendar';
import { csvOf } from '../../feed/milestones/csv';
import { FLAT_COLUMNS, flatCells } from '../../feed/milestones/milestone-flat';
import { readText } from '../output/files';
import { formatIn } from '../output/format';
import { printColoured, printFile, printJson } from '../output/print';
import { readFacts } from '../output/read-facts';
import { type PrintedMilestone, scheduleTable } from '../output/table';

interface Options {
  signed?: string;
  facts?: string;
  asOf?: string;
  format: string;
  why?: boolean;
}

const FORMATS = ['table', 'json', 'csv', 'ics'] as const;

/** The schedule of a file, with the facts and the instant that were given. */
interface Asked {
  agreement: Agreement;
  facts: readonly Fact[];
  /** Epoch milliseconds. */
  asOf: number;
}

/** `pacta schedule FILE`: the schedule and statuses that the service would give. Reads files only. */
export function scheduleFile(file: string, options: Options): void {
  printSchedule(readAgreement(readText(file), file, { limits: readSettings().limits }), options);
}

/** Prints the schedule of an agreement in a format. */
export function printSchedule(agreement: Agreement, options: Options): void {
  const format = formatIn(options.format, FORMATS);
  const { zone } = agreement.document;
  const asOf = readAsOf(options.asOf, zone);
  const signed =
    options.signed === undefined ? [] : [readAssumedSigning(options.signed, zone, '--signed')];
  const recorded = options.facts === undefined ? [] : readFacts(options.facts, agreement, signed);
  const facts = [...signed, ...recorded];
  const asked = { agreement, facts, asOf };
  if (format === 'json') printJson(asJson(asked, options));
  else if (format === 'table') printColoured(tableOf(asked, options));
  else printFile(listed(asked, format));
}

const context = (at: number) => ({ zones: luxonZones, calendars: workingCalendars(), at });

/** The statuses at the given instant; later facts are left out. */
function milestonesAt({ agreement, facts, asOf }: Asked, derivations: boolean): Milestone[] {
  const { milestones } = schedule(agreement, facts, { ...context(asOf), derivations });
  return milestones.map((milestone) => ({
    ...milestone,
    outcome: outcomeAt(milestone.outcome, asOf),
  }));
}

/** @param explained adds the other readings of each date. */
function printedAt({ agreement, facts, asOf }: Asked, explained: boolean): PrintedMilestone[] {
  const readings = readingsFor(agreement, facts, context(asOf));
  return milestonesAt({ agreement, facts, asOf }, explained).map((milestone, i) => ({
    ...presentScheduled(milestone, i, asOf),
    alternatives: explained ? readings(milestone).map(presentReading) : [],
  }));
}

/** The table for people. */
function tableOf(asked: Asked, options: Options): string {
  const printed = printedAt(asked, options.why ?? false);
  return scheduleTable(asked.agreement.document, printed, {
    asOf: presentInstant(asked.asOf) ?? '',
    signed: options.signed,
    facts: options.facts,
    why: options.why ?? false,
    width: process.stdout.columns ?? 120,
    colour: process.stdout.isTTY && process.stdout.hasColors(),
  });
}

/** CSV and iCalendar, in the format of the service's feeds. */
function listed({ agreement, facts, asOf }: Asked, format: 'csv' | 'ics'): string {
  const { id, title, zone } = agreement.document;
  const rows = milestonesAt({ agreement, facts, asOf }, false).map((milestone, i) =>
    rowScheduled(milestone, i, asOf),
  );
  if (format === 'csv') {
    const today = luxonZones.localOf(asOf, zone).day;
    return csvOf([FLAT_COLUMNS, ...rows.map((row) => flatCells(row, FLAT_COLUMNS, today))]);
  }
  const entries = rows.map((row) => ({ row, terms: termsFor([], row) }));
  const installation = uuidOf(`${id}\n${title}`);
  const alarmMinute = POLICY.calendarAlarmMinute;
  return calendarOf({ title, zone, installation, alarmMinute, now: asOf }, entries);
}

/** A file belongs to no installation, so an agreement always gets the same UIDs. */
function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}

/** JSON, with derivations. */
function asJson(asked: Asked, options: Options) {
  const { id, title, zone, counting = 'agreement-d-plus-n' } = asked.agreement.document;
  return {
    agreement: { id, title, zone, counting },
    signed: options.signed ?? null,
    asOf: new Date(asked.asOf).toISOString(),
    milestones: printedAt(asked, true),
  };
}

function readAsOf(text: string | undefined, zone: string): number {
  if (text === undefined) return new SystemClock().now();
  const { occurredOn, occurredAt } = readOccurrence(text, zone, '--as-of');
  return occurredAt ?? luxonZones.instantAt(occurredOn, 0, zone);
}
