import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { POLICY } from '../../config/policy';
import type { AgreementVersionRow } from '../agreement/agreement-version.entity';
import { Agreements } from '../agreement/agreements';
import { tablesOf, versionAt } from '../agreement/versions';
import { Clock } from '../clock';
import { factsKnownAt } from '../ledger/known';
import { scheduleFacts } from '../ledger/schedule-fact';
import { Refusal } from '../refusal';
import { compile } from '../schedule/compile';
import type { AgreementDocument } from '../schedule/document';
import type { Fact } from '../schedule/model';
import type { CalendarDocument } from '../schedule/working-calendar';
import { Store } from '../store/store';
import { luxonZones, type Offsets, offsetsOf } from '../zones';
import { type AskedMoment, type Moment, readMoment } from './moment';

/** All that the schedule reads, for an engine elsewhere: it answers what this service would. */
export interface Plan extends Moment {
  agreement: string;
  revision: number;
  documentVersion: number;
  /** The number of the last fact. */
  sequence: number;
  /** Epoch milliseconds, by the service's clock. */
  now: number;
  dueSoonMs: number;
  document: AgreementDocument;
  /** What holds, by what was known; days are days since 1970-01-01, instants epoch milliseconds. */
  facts: readonly Fact[];
  /** The working calendars that the document names. */
  calendars: readonly CalendarDocument[];
  /** The offsets of every zone that the document names. */
  zones: Readonly<Record<string, Offsets>>;
}

@Injectable()
export class Plans {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found' for an agreement not known now, or then; 'invalid' for a moment that is none. */
  read(id: string, asked: AskedMoment): Promise<Plan> {
    return this.store.read((tx) => this.compose(tx, id, asked));
  }

  private async compose(tx: EntityManager, id: string, asked: AskedMoment): Promise<Plan> {
    const { document: present, revision, sequence } = await this.agreements.find(tx, id);
    const now = this.clock.now();
    const moment = readMoment(asked, (JSON.parse(present) as AgreementDocument).zone, now);
    const version = await versionAt(tx, id, moment.knownAt);
    if (version === undefined) {
      throw new Refusal('not-found', `The agreement "${id}" was not known at that time.`);
    }
    const document: AgreementDocument = JSON.parse(version.document);
    return {
      agreement: id,
      revision,
      documentVersion: version.number,
      sequence,
      now,
      ...moment,
      dueSoonMs: POLICY.dueSoonMs,
      document,
      facts: scheduleFacts(await factsKnownAt(tx, id, moment.knownAt)),
      calendars: await tablesOf(tx, version),
      zones: zonesOf(version),
    };
  }
}

/** By the document's hash: a large one is read only once. */
const named = new Map<string, readonly string[]>();
const KEPT = 200;

/** Every zone a document names, in a key or in a phrase. */
function zonesOf(version: AgreementVersionRow): Record<string, Offsets> {
  let names = named.get(version.documentHash);
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
    if (named.size >= KEPT) named.clear();
    named.set(version.documentHash, names);
  }
  return Object.fromEntries(names.map((zone) => [zone, offsetsOf(zone)]));
}
