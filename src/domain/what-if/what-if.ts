import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { presentInstant } from '../../base/present-time';
import type { Fault } from '../../base/refusal';
import type { ResponseOf } from '../../http/response-of';
import { Store } from '../../store/store';
import { type WhatIfBase, WhatIfBases } from './base';
import { compareSides, type Side, whatIfComparisonSchema } from './comparison';
import { outlook } from './outlook';
import { outlookSchema, presentOutlook } from './present';
import { inZoneOf, readQuestion, type WhatIfInput, whatIfRefusal } from './question';
import { inputOf } from './scenario/present-scenario';
import { Scenarios, unknownScenario } from './scenario/scenarios';
import { yieldToEventLoop } from './sensitivity/slices';

interface WhatIfRequest extends WhatIfInput {
  /** `none`, `live`, or the number of the last fact. */
  ledger: string;
  /** `baseline`, `signing:DATE`, `asOf:INSTANT` or `scenario:ID`. */
  compare?: string | undefined;
  derivations: boolean;
  /** Whether the caller may read saved scenarios. */
  saved: boolean;
}

export const whatIfAnswerSchema = z
  .strictObject({
    hypothetical: z.literal(true),
    agreement: z.string(),
    revision: z.number().int(),
    documentVersion: z.number().int(),
    ledger: z.string(),
    asOf: z.string().nullable(),
    zone: z.string(),
    convention: z.string(),
    scenarios: z
      .array(
        outlookSchema.extend({
          signing: z.string().nullable(),
          assume: z.array(z.string()),
          comparison: whatIfComparisonSchema.optional(),
        }),
      )
      .meta({
        description: 'One for each given signing date, or one for the signing in force',
      }),
  })
  .meta({ id: 'WhatIfAnswer' });

export type WhatIfAnswer = ResponseOf<typeof whatIfAnswerSchema>;

const COMPARED = 'baseline, signing:2025-12-25, asOf:2026-03-01 or scenario:scn_…';

/** Computes schedules from the agreement, its facts and assumptions; writes nothing. */
@Injectable()
export class WhatIf {
  constructor(
    private readonly store: Store,
    private readonly bases: WhatIfBases,
    private readonly scenarios: Scenarios,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found', or 'invalid' with every fault of the question. */
  async ask(agreementId: string, request: WhatIfRequest): Promise<WhatIfAnswer> {
    const faults: Fault[] = [];
    const { base, question, other } = await this.store.read(async (tx) => {
      const read = await this.bases.read(tx, agreementId, request.ledger, faults);
      const understood = readQuestion(request, read.agreement, this.clock.now(), faults);
      const compared = await this.otherSide(tx, read, request, faults);
      return { base: read, question: understood, other: compared };
    });
    if (question === undefined || faults.length > 0) throw whatIfRefusal(faults);
    const { agreement, scenarios, asOf, blackouts } = question;
    const { document } = agreement;
    const facts = inZoneOf(agreement, base.facts);
    const explained = request.derivations || other !== undefined;
    const before = other?.();
    const answered: WhatIfAnswer['scenarios'][number][] = [];
    for (const { signing, assumptions } of scenarios) {
      await yieldToEventLoop();
      const found = outlook(agreement, facts, assumptions, explained, asOf);
      const now: Side = { name: 'scenario', outlook: found, asOf };
      answered.push({
        signing: signing ?? null,
        assume: request.assume,
        ...presentOutlook(found, asOf, blackouts, request.derivations),
        ...(before === undefined ? {} : { comparison: compareSides(before, now, blackouts) }),
      });
    }
    return {
      hypothetical: true,
      agreement: agreementId,
      revision: base.row.revision,
      documentVersion: base.row.documentVersion,
      ledger: request.ledger,
      asOf: presentInstant(asOf),
      zone: document.zone,
      convention: document.counting ?? 'agreement-d-plus-n',
      scenarios: answered,
    };
  }

  /** Reads what the what-if is compared with. The result is computed later, once there are no faults. */
  private async otherSide(
    tx: EntityManager,
    base: WhatIfBase,
    request: WhatIfRequest,
    faults: Fault[],
  ): Promise<(() => Side) | undefined> {
    const { compare } = request;
    if (compare === undefined) return undefined;
    const colon = compare.indexOf(':');
    const [kind, value] = [
      compare.slice(0, colon < 0 ? undefined : colon),
      compare.slice(colon + 1),
    ];
    const input = { ...request, blackout: [] };
    if (compare === 'baseline') {
      const { asOf } = request;
      const live = await this.bases.read(tx, base.row.id, 'live', faults);
      return this.sideOf(compare, live, { signing: [], assume: [], asOf }, faults);
    }
    if (kind === 'scenario' && colon > 0) {
      if (!request.saved) throw unknownScenario(base.row.id, value);
      const row = await this.scenarios.find(tx, base.row.id, value);
      const own = await this.bases.read(tx, base.row.id, row.ledger, faults);
      return this.sideOf(compare, own, { ...inputOf(row), asOf: request.asOf }, faults);
    }
    if (kind === 'signing' && colon > 0) {
      return this.sideOf(compare, base, { ...input, signing: [value] }, faults);
    }
    if (kind === 'asOf' && colon > 0) {
      return this.sideOf(compare, base, { ...input, asOf: value }, faults);
    }
    const detail = `"${compare}" cannot be compared with`;
    faults.push({ pointer: '/compare', detail, expected: COMPARED });
    return undefined;
  }

  private sideOf(
    name: string,
    base: WhatIfBase,
    input: WhatIfInput,
    faults: Fault[],
  ): (() => Side) | undefined {
    const found: Fault[] = [];
    const question = readQuestion(input, base.agreement, this.clock.now(), found);
    // Faults of the what-if itself are reported once, at their own pointers.
    const own = found.filter(({ pointer }) => !faults.some((fault) => fault.pointer === pointer));
    faults.push(...own.map((fault) => ({ ...fault, pointer: '/compare' })));
    if (question === undefined) return undefined;
    const { agreement, scenarios, asOf } = question;
    const assumptions = scenarios[0]?.assumptions ?? [];
    const facts = inZoneOf(agreement, base.facts);
    return () => ({
      name,
      asOf,
      outlook: outlook(agreement, facts, assumptions, true, asOf),
    });
  }
}
