import { workingCalendars } from '../agreement/calendars';
import { readAgreement } from '../agreement/loader';
import { SystemClock } from '../clock';
import { readOccurrence } from '../ledger/occurrence';
import { presentInstant } from '../milestone/present';
import { presentReading } from '../milestone/present-reading';
import { presentScheduled } from '../milestone/present-scheduled';
import { Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import type { Fact } from '../schedule/model';
import { readingsFor } from '../schedule/readings';
import { schedule } from '../schedule/schedule';
import { luxonZones } from '../zones';
import { readFacts } from './facts';
import { readText } from './files';
import { type PrintedMilestone, scheduleTable } from './table';

interface Options {
  signed?: string;
  facts?: string;
  asOf?: string;
  format: string;
  why?: boolean;
}

/** `pacta schedule FILE`: the same schedule and status as the service's, from files alone. */
export function scheduleFile(file: string, options: Options): void {
  if (options.format !== 'table' && options.format !== 'json') {
    throw new Refusal('invalid', `--format is table or json, not "${options.format}".`);
  }
  const explained = options.why || options.format === 'json';
  const agreement = readAgreement(readText(file), file);
  const { zone } = agreement.document;
  const asOf = readAsOf(options.asOf, zone);
  const facts = options.facts === undefined ? [] : readFacts(options.facts, agreement);
  if (options.signed !== undefined) facts.unshift(signing(options.signed, zone));
  const context = { zones: luxonZones, calendars: workingCalendars() };
  const readings = readingsFor(agreement, facts, context);
  const printed = schedule(agreement, facts, context).milestones.map((milestone, i) => ({
    ...presentScheduled(milestone, i, asOf),
    alternatives: explained ? readings(milestone).map(presentReading) : [],
  }));
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
