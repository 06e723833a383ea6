import { workingCalendars } from '../agreement/calendars';
import { readAgreement } from '../agreement/loader';
import { SystemClock } from '../clock';
import { readOccurrence } from '../ledger/occurrence';
import { judge } from '../milestone/judge';
import { type PresentedMilestone, presentInstant, presentMilestone } from '../milestone/present';
import { type PresentedComputed, presentComputed } from '../milestone/present-computed';
import { type PresentedStep, presentStep } from '../milestone/present-step';
import { scheduledColumns } from '../milestone/scheduled';
import { Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import type { Fact, Milestone } from '../schedule/model';
import { schedule } from '../schedule/schedule';
import { luxonZones } from '../zones';
import { readFacts } from './facts';
import { readText } from './files';
import { scheduleTable } from './table';

interface Options {
  signed?: string;
  facts?: string;
  asOf?: string;
  format: string;
  why?: boolean;
}

/** A milestone as printed: the API's, without what only a store knows. */
export type PrintedMilestone = Omit<PresentedMilestone, 'version' | 'nextChangeAt'> &
  PresentedComputed & {
    derivation: readonly PresentedStep[];
  };

/** `pacta schedule FILE`: the same schedule and status as the service's, from files alone. */
export function scheduleFile(file: string, options: Options): void {
  if (options.format !== 'table' && options.format !== 'json') {
    throw new Refusal('invalid', `--format is table or json, not "${options.format}".`);
  }
  const agreement = readAgreement(readText(file), file);
  const { zone } = agreement.document;
  const asOf = readAsOf(options.asOf, zone);
  const facts = options.facts === undefined ? [] : readFacts(options.facts, agreement);
  if (options.signed !== undefined) facts.unshift(signing(options.signed, zone));
  const { milestones } = schedule(agreement, facts, {
    zones: luxonZones,
    calendars: workingCalendars(),
  });
  const printed = milestones.map((milestone, i) => print(milestone, i, asOf));
  process.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(asJson(agreement, options, asOf, printed), null, 2)}\n`
      : scheduleTable(agreement.document, printed, {
          asOf: presentInstant(asOf) ?? '',
          signed: options.signed,
          facts: options.facts,
          why: options.why ?? false,
          width: process.stdout.columns ?? 120,
          colour: process.stdout.isTTY && process.stdout.hasColors(),
        }),
  );
}

function print(milestone: Milestone, position: number, asOf: number): PrintedMilestone {
  const columns = scheduledColumns(milestone, position);
  const { status, timeliness, state, since } = judge(columns, asOf);
  const {
    version: _,
    nextChangeAt: __,
    ...presented
  } = presentMilestone({
    ...columns,
    status,
    timeliness,
    state,
    statusSince: since ?? null,
    nextChangeAt: null,
    wakeAt: null,
    version: 1,
    versionedAt: asOf,
    droppedAt: null,
  });
  const derivation = milestone.derivation.map(presentStep);
  return { ...presented, ...presentComputed(milestone), derivation };
}

function asJson(
  { document }: Agreement,
  options: Options,
  asOf: number,
  milestones: readonly PrintedMilestone[],
) {
  const { id, title, zone } = document;
  return {
    agreement: { id, title, zone, counting: document.counting ?? 'agreement-d-plus-n' },
    signed: options.signed ?? null,
    asOf: new Date(asOf).toISOString(),
    milestones,
  };
}

function readAsOf(text: string | undefined, zone: string): number {
  if (text === undefined) return new SystemClock().now();
  const { occurredOn, occurredAt } = readOccurrence(text, zone, '--as-of');
  return occurredAt ?? luxonZones.instantAt(occurredOn, 0, zone);
}

function signing(text: string, zone: string): Fact {
  const { occurredOn, occurredAt } = readOccurrence(text, zone, '--signed');
  const instant = occurredAt === null ? {} : { instant: occurredAt };
  return {
    id: 'signed',
    kind: 'occurred',
    subject: 'signing',
    day: occurredOn,
    ...instant,
    hypothetical: true,
  };
}
