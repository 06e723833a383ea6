import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../../base/clock';
import { newId, Randomness } from '../../../base/randomness';
import { type Fault, Refusal } from '../../../base/refusal';
import { POLICY } from '../../../config/policy';
import { insertRows, selectRows, updateRows } from '../../../store/sql/rows';
import { run } from '../../../store/sql/sql';
import { Store } from '../../../store/store';
import { lockAgreement } from '../../agreement/revision';
import { type WhatIfBase, WhatIfBases } from '../base';
import { whatIfRefusal } from '../question';
import { misfitsOf, type PresentedScenario, presentScenario } from './present-scenario';
import { ScenarioRow } from './scenario.entity';
import type { ForkRequest, ScenarioRequest } from './scenario-schema';

/**
 * Saves what-ifs. They are not part of the agreement: saving one raises no revision, records no fact and sends no alert.
 */
@Injectable()
export class Scenarios {
  constructor(
    private readonly store: Store,
    private readonly bases: WhatIfBases,
    private readonly clock: Clock,
    private readonly randomness: Randomness,
  ) {}

  /** Saves a what-if after checking it against the current agreement. */
  create(
    agreementId: string,
    request: ScenarioRequest,
    forkedFrom: string | null = null,
  ): Promise<PresentedScenario> {
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId);
      await this.refuseTooMany(tx, agreementId);
      const now = this.clock.now();
      const id = newId('scn', this.clock, this.randomness);
      const { row, base } = await this.checked(tx, agreementId, request, {
        id,
        forkedFrom,
        createdAt: now,
      });
      await insertRows(tx, ScenarioRow, [row]);
      return presentScenario(row, base);
    });
  }

  /** Replaces a saved what-if. */
  replace(agreementId: string, id: string, request: ScenarioRequest): Promise<PresentedScenario> {
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId);
      const before = await this.find(tx, agreementId, id);
      const { row, base } = await this.checked(tx, agreementId, request, before);
      await updateRows(tx, ScenarioRow, [row], WRITABLE_COLUMNS);
      return presentScenario(row, base);
    });
  }

  /** Saves a copy with the differences in the request. */
  fork(agreementId: string, id: string, request: ForkRequest): Promise<PresentedScenario> {
    return this.store.write(async (tx) => {
      const from = await this.find(tx, agreementId, id);
      const { signing, convention, zone } = from;
      const copy: ScenarioRequest = {
        name: `${from.name} (copy)`,
        assume: from.assume,
        ledger: from.ledger,
        ...(from.description === null ? {} : { description: from.description }),
        ...(signing === null ? {} : { signing }),
        ...(convention === null ? {} : { convention }),
        ...(zone === null ? {} : { zone }),
        ...Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)),
      };
      return this.create(agreementId, copy, id);
    });
  }

  read(agreementId: string, id: string): Promise<PresentedScenario> {
    return this.store.read(async (tx) => {
      const row = await this.find(tx, agreementId, id);
      return presentScenario(row, await this.bases.read(tx, agreementId, 'none', []));
    });
  }

  /** Scenarios in the order saved, after an id (exclusive), and the base that they are checked against. */
  list(
    agreementId: string,
    after: string,
    limit: number,
  ): Promise<{ rows: ScenarioRow[]; base: WhatIfBase }> {
    return this.store.read(async (tx) => ({
      base: await this.bases.read(tx, agreementId, 'none', []),
      rows: await selectRows(
        tx,
        ScenarioRow,
        'WHERE agreement_id = ? AND id > ? ORDER BY id LIMIT ?',
        [agreementId, after, limit],
      ),
    }));
  }

  remove(agreementId: string, id: string): Promise<void> {
    return this.store.write(async (tx) => {
      await this.find(tx, agreementId, id);
      await run(tx, 'DELETE FROM scenario WHERE id = ?', [id]);
    });
  }

  /** @throws Refusal 'not-found' */
  async find(tx: EntityManager, agreementId: string, id: string): Promise<ScenarioRow> {
    const [row] = await selectRows(tx, ScenarioRow, 'WHERE agreement_id = ? AND id = ?', [
      agreementId,
      id,
    ]);
    if (row !== undefined) return row;
    throw unknownScenario(agreementId, id);
  }

  private async checked(
    tx: EntityManager,
    agreementId: string,
    request: ScenarioRequest,
    kept: Pick<ScenarioRow, 'id' | 'forkedFrom' | 'createdAt'>,
  ): Promise<{ row: ScenarioRow; base: WhatIfBase }> {
    const faults: Fault[] = [];
    const base = await this.bases.read(tx, agreementId, request.ledger ?? 'live', faults);
    const row: ScenarioRow = {
      ...kept,
      agreementId,
      name: request.name,
      description: request.description ?? null,
      signing: request.signing ?? null,
      assume: request.assume,
      convention: request.convention ?? null,
      zone: request.zone ?? null,
      // The facts recorded so far, so that its answer stays the same.
      ledger: request.ledger ?? (base.row.sequence === 0 ? 'none' : String(base.row.sequence)),
      revision: base.row.revision,
      documentVersion: base.row.documentVersion,
      updatedAt: this.clock.now(),
    };
    faults.push(...misfitsOf(row, base.agreement));
    if (faults.length > 0) throw whatIfRefusal(faults);
    return { row, base };
  }

  private async refuseTooMany(tx: EntityManager, agreementId: string): Promise<void> {
    const { rows } = await run<{ saved: number | string }>(
      tx,
      'SELECT COUNT(*) AS saved FROM scenario WHERE agreement_id = ?',
      [agreementId],
    );
    if (Number(rows[0]?.saved) < POLICY.scenariosSaved) return;
    const most = `${POLICY.scenariosSaved} scenarios already, the limit of an agreement`;
    throw new Refusal('conflict', `There are ${most}. Delete one first.`);
  }
}

const WRITABLE_COLUMNS = [
  'name',
  'description',
  'signing',
  'assume',
  'convention',
  'zone',
  'ledger',
  'revision',
  'documentVersion',
  'updatedAt',
] as const satisfies readonly (keyof ScenarioRow)[];

/** The refusal for a scenario that does not exist, or that the caller may not read. */
export function unknownScenario(agreementId: string, id: string): Refusal {
  return new Refusal('not-found', `Agreement "${agreementId}" has no scenario "${id}".`);
}
