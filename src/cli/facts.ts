import { parse } from 'yaml';
import { z } from 'zod';
import { readOccurrence } from '../ledger/occurrence';
import { type Fault, pointerOf, Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import type { Fact, FactKind } from '../schedule/model';
import { readText } from './files';

/** What may be said to have happened to an obligation or phase. */
const MOMENTS: readonly FactKind[] = [
  'fulfilled',
  'verified',
  'waived',
  'breached',
  'cured',
  'started',
  'ended',
  'extended',
  'renewed',
  'suspended',
  'resumed',
];

const when = {
  at: z.string({ error: 'a day such as "2025-11-27" in quotes, or an instant' }),
  by: z.string().optional(),
  ordinal: z.number().int().min(1).optional(),
  /** Of an extension: until when, or by how much. */
  to: z.iso.date().optional(),
  for: z.string().optional(),
  about: z.boolean().optional(),
  note: z.string().optional(),
};

const factsSchema = z.array(
  z.union([
    z.strictObject({ event: z.string(), ...when }),
    z.strictObject({ was: z.string(), ...when }),
  ]),
);

type Written = z.infer<typeof factsSchema>[number];

/**
 * Reads a facts file: a list of `{event, at}` and `{was: path.moment, at}`.
 * @throws Refusal with every fault: a misshapen entry, an unknown event, obligation or moment, no date.
 */
export function readFacts(file: string, agreement: Agreement): Fact[] {
  const read = factsSchema.safeParse(parse(readText(file)));
  if (!read.success) {
    throw refusal(
      file,
      read.error.issues.map((issue) => ({
        pointer: pointerOf(issue.path),
        detail: issue.message,
        example: '- {event: signing, at: "1995-12-14"}',
      })),
    );
  }
  const faults = read.data.flatMap((fact, i) => faultsOf(fact, i, agreement));
  if (faults.length > 0) throw refusal(file, faults);
  return read.data.map((fact, i) => asFact(fact, i, file, agreement));
}

function asFact(written: Written, i: number, file: string, agreement: Agreement): Fact {
  const { at, note: _, ...rest } = written;
  const { occurredOn, occurredAt } = readOccurrence(at, agreement.document.zone, `/${i}/at`);
  const { kind, subject } = subjectOf(written);
  const { by, ordinal, to, for: period, about } = rest;
  return {
    id: `${file}#${i + 1}`,
    kind,
    subject,
    day: occurredOn,
    ...(occurredAt === null ? {} : { instant: occurredAt }),
    ...(by === undefined ? {} : { by }),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(to === undefined ? {} : { to }),
    ...(period === undefined ? {} : { for: period }),
    ...(about === undefined ? {} : { about }),
  };
}

function subjectOf(written: Written): { kind: FactKind; subject: string } {
  if ('event' in written) return { kind: 'occurred', subject: written.event };
  const dot = written.was.lastIndexOf('.');
  return {
    kind: written.was.slice(dot + 1) as FactKind,
    subject: written.was.slice(0, Math.max(dot, 0)),
  };
}

function faultsOf(written: Written, i: number, agreement: Agreement): Fault[] {
  const { kind, subject } = subjectOf(written);
  if ('event' in written) {
    const events = new Set(['signing', ...Object.keys(agreement.document.events ?? {})]);
    const expected = `one of ${[...events].join(', ')}`;
    return events.has(subject)
      ? []
      : [{ pointer: `/${i}/event`, detail: `"${subject}" is no event`, expected }];
  }
  const pointer = `/${i}/was`;
  if (!agreement.byPath.has(subject)) {
    return [
      {
        pointer,
        detail: `"${subject}" is no obligation or phase`,
        expected: 'a path of the agreement',
      },
    ];
  }
  if (MOMENTS.includes(kind)) return [];
  return [
    { pointer, detail: `"${kind}" cannot be recorded`, expected: `one of ${MOMENTS.join(', ')}` },
  ];
}

function refusal(file: string, faults: readonly Fault[]): Refusal {
  return new Refusal('invalid', `${file} has faults; nothing was computed.`, faults);
}
