import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { luxonZones, type Offsets, offsetsOf } from '../../base/zones';
import { POLICY } from '../../config/policy';
import type { AgreementVersionRow } from '../../domain/agreement/agreement.entity';
import { Agreements } from '../../domain/agreement/agreements';
import { calendarSchema } from '../../domain/agreement/calendars';
import { documentComponent } from '../../domain/agreement/document/document-schema';
import { calendarDocumentsOf, versionAt } from '../../domain/agreement/versions';
import { factsKnownAt } from '../../domain/ledger/ledger';
import { scheduleFacts } from '../../domain/ledger/schedule-fact';
import type { CalendarDocument } from '../../engine/calendar/working-calendar';
import { compile } from '../../engine/compile/compile';
import { type Portable, pack } from '../../engine/compile/portable';
import type { AgreementDocument } from '../../engine/model/document';
import type { Fact } from '../../engine/model/fact';
import { UNITS } from '../../engine/model/period';
import { day, type ResponseOf } from '../../http/response-of';
import { Store } from '../../store/store';
import { type AsOfRequest, readAsOf } from '../as-of';

const factSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  by: z.string().optional(),
  ordinal: z.number().int().optional(),
  day: z.number().int(),
  earliest: z.number().int().optional(),
  instant: z.number().int().optional(),
  to: day.optional(),
  for: z.string().optional(),
  period: z
    .strictObject({
      exactly: z.boolean(),
      parts: z.array(z.strictObject({ amount: z.number().int(), unit: z.enum(UNITS) })),
    })
    .optional()
    .meta({ description: 'The period `for`, parsed' }),
  tolling: z.boolean().optional(),
  level: z.number().int().optional(),
  quantity: z.number().optional(),
  surviving: z.array(z.string()).optional(),
  instead: z.string().optional(),
  actor: z.string().nullable().optional().meta({ description: 'Null for the public' }),
  about: z.boolean().optional(),
  hypothetical: z.boolean().optional(),
});

const milliseconds = z.number().int().meta({ description: 'Epoch milliseconds' });

export const planSchema = z
  .strictObject({
    agreement: z.string(),
    revision: z.number().int(),
    documentVersion: z.number().int(),
    sequence: z.number().int().meta({ description: 'The sequence number of the last fact' }),
    now: milliseconds,
    createdAt: z.number().int().meta({
      description: 'When the agreement was added here, in epoch milliseconds',
    }),
    asOf: milliseconds,
    knownAt: milliseconds,
    dueSoonMs: z.number().int(),
    document: documentComponent,
    compiled: z.record(z.string(), z.unknown()).meta({
      description:
        'The document with all phrases parsed, for the engine of the same version; its form may change in any version',
    }),
    facts: z.array(factSchema).meta({
      description:
        'The facts that are not retracted, recorded by `knownAt`; days count from 1970-01-01, instants are epoch milliseconds',
    }),
    calendars: z
      .array(calendarSchema)
      .meta({ description: 'The working calendars that the document names' }),
    zones: z.record(z.string(), z.array(z.strictObject({ from: z.number(), ahead: z.number() }))),
  })
  .meta({ id: 'Plan' });

/** All input of the schedule. An engine elsewhere computes the same dates from it as this service. */
export type Plan = Omit<
  ResponseOf<typeof planSchema>,
  'document' | 'compiled' | 'facts' | 'calendars'
> & {
  document: AgreementDocument;
  compiled: Portable;
  facts: readonly Fact[];
  calendars: readonly CalendarDocument[];
};

@Injectable()
export class Plans {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Refusal 'not-found' for an agreement that is unknown, now or at `knownAt`; 'invalid' for an invalid `asOf` or
   * `knownAt`
   */
  read(id: string, request: AsOfRequest): Promise<Plan> {
    return this.store.read((tx) => this.compose(tx, id, request));
  }

  private async compose(tx: EntityManager, id: string, request: AsOfRequest): Promise<Plan> {
    const { zone, revision, sequence, createdAt } = await this.agreements.header(tx, id);
    const now = this.clock.now();
    const at = readAsOf(request, zone, now);
    const version = await versionAt(tx, id, at.knownAt);
    if (version === undefined) {
      throw new Refusal('not-found', `The agreement "${id}" was not recorded yet at that time.`);
    }
    const compiled = this.agreements.compile({ ...version, id });
    return {
      agreement: id,
      revision,
      documentVersion: version.number,
      sequence,
      now,
      createdAt,
      ...at,
      dueSoonMs: POLICY.dueSoonMs,
      document: compiled.document,
      compiled: pack(compiled),
      facts: scheduleFacts(await factsKnownAt(tx, id, at.knownAt)),
      calendars: await calendarDocumentsOf(tx, version),
      zones: zonesOf(version),
    };
  }
}

/** Zones by the hash of their document, so that a large document is compiled for them only once. */
const zonesByDocument = new Map<string, readonly string[]>();
const MAX_DOCUMENTS = 200;

/** Offsets of all zones that a document names, in keys and in phrases. */
function zonesOf(version: AgreementVersionRow): Record<string, Offsets> {
  let names = zonesByDocument.get(version.documentHash);
  if (names === undefined) {
    const document: AgreementDocument = JSON.parse(version.document);
    const found = new Set([document.zone]);
    for (const { zone } of Object.values(document.parties ?? {})) if (zone) found.add(zone);
    for (const { zone, phases = [] } of document.obligations) {
      if (zone) found.add(zone);
      for (const phase of phases) if (phase.zone) found.add(phase.zone);
    }
    compile(document, (zone) => {
      found.add(zone);
      return true;
    });
    names = [...found].filter((zone) => luxonZones.known(zone));
    if (zonesByDocument.size >= MAX_DOCUMENTS) zonesByDocument.clear();
    zonesByDocument.set(version.documentHash, names);
  }
  return Object.fromEntries(names.map((zone) => [zone, offsetsOf(zone)]));
}
