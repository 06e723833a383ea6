import { z } from 'zod';
import { presentInstant } from '../../../base/present-time';
import type { Fault } from '../../../base/refusal';
import type { Agreement } from '../../../engine/compile/agreement';
import { faultSchema } from '../../../http/problem';
import { instant, type ResponseOf } from '../../../http/response-of';
import type { WhatIfBase } from '../base';
import { readQuestion, type WhatIfInput } from '../question';
import type { ScenarioRow } from './scenario.entity';

export const presentedScenarioSchema = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    hypothetical: z.literal(true),
    signing: z.string().nullable(),
    assume: z.array(z.string()),
    convention: z.string().nullable(),
    zone: z.string().nullable(),
    ledger: z.string(),
    revision: z.number().int().meta({ description: "The agreement's revision when it was saved" }),
    documentVersion: z.number().int(),
    amendedSince: z.boolean().meta({ description: 'Whether the document has been amended since' }),
    fits: z.boolean().meta({
      description:
        'Whether its assumptions still fit the document; `misfits` lists those that do not',
    }),
    misfits: z.array(faultSchema),
    forkedFrom: z.string().nullable(),
    createdAt: instant.nullable(),
    updatedAt: instant.nullable(),
    link: z.string().meta({
      description: 'The URL of the same what-if; it works without the saved scenario',
    }),
  })
  .meta({ id: 'Scenario' });

export type PresentedScenario = ResponseOf<typeof presentedScenarioSchema>;

/** The what-if of a saved scenario. */
export function inputOf(row: ScenarioRow): WhatIfInput {
  return {
    signing: row.signing === null ? [] : [row.signing],
    assume: row.assume,
    convention: row.convention ?? undefined,
    zone: row.zone ?? undefined,
  };
}

/** The faults of a scenario in the current agreement, with pointers into the scenario. */
export function misfitsOf(row: ScenarioRow, agreement: Agreement): Fault[] {
  const faults: Fault[] = [];
  readQuestion(inputOf(row), agreement, row.updatedAt, faults);
  return faults.map((fault) =>
    fault.pointer === '/signing/0' ? { ...fault, pointer: '/signing' } : fault,
  );
}

export function presentScenario(
  row: ScenarioRow,
  base: Pick<WhatIfBase, 'row' | 'agreement'>,
): PresentedScenario {
  const misfits = misfitsOf(row, base.agreement);
  return {
    id: row.id,
    agreement: row.agreementId,
    name: row.name,
    description: row.description,
    hypothetical: true,
    signing: row.signing,
    assume: row.assume,
    convention: row.convention,
    zone: row.zone,
    ledger: row.ledger,
    revision: row.revision,
    documentVersion: row.documentVersion,
    amendedSince: row.documentVersion !== base.row.documentVersion,
    fits: misfits.length === 0,
    misfits,
    forkedFrom: row.forkedFrom,
    createdAt: presentInstant(row.createdAt),
    updatedAt: presentInstant(row.updatedAt),
    link: linkOf(row),
  };
}

function linkOf({ agreementId, signing, assume, convention, zone, ledger }: ScenarioRow): string {
  const query = new URLSearchParams();
  if (signing !== null) query.append('signing', signing);
  for (const one of assume) query.append('assume', one);
  if (convention !== null) query.append('convention', convention);
  if (zone !== null) query.append('zone', zone);
  query.append('ledger', ledger);
  return `/v1/agreements/${agreementId}/schedule?${query.toString()}`;
}
