import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../../../base/clock';
import { presentDay, presentInstant } from '../../../base/present-time';
import { instant, type ResponseOf } from '../../../http/response-of';
import { Store } from '../../../store/store';
import { Agreements } from '../../agreement/agreements';
import type { ExpectedRevisions } from '../../agreement/revision';
import { type FactDraft, factDraft, retractionOf } from '../../ledger/draft';
import type { FactRow } from '../../ledger/fact.entity';
import { Ledger } from '../../ledger/ledger';
import { readEventTime, refuseFuture } from '../../ledger/occurrence';
import { presentMonth, presentWhen } from '../../ledger/present';
import { Changes, type Plan, type Terms } from '../changes';
import type { PinRequest } from '../pins';
import type { PresentedPreview } from '../preview';

interface SigningRequest extends PinRequest {
  /** YYYY-MM-DD, or an instant. */
  date: string;
  /** The zone of a local time without offset, an IANA name. */
  zone?: string | undefined;
  hypothetical: boolean;
}

export const presentedSigningSchema = z
  .strictObject({
    agreement: z.string(),
    date: z.string().nullable().meta({
      description:
        "The civil day in the agreement's zone, the last of the month if only that is known; null if none is set",
    }),
    month: z
      .string()
      .nullable()
      .meta({ description: 'YYYY-MM, if only the month of the signing is known' }),
    at: instant.nullable().meta({ description: 'The instant; null if only the day is known' }),
    hypothetical: z.boolean(),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    recordedAt: instant.nullable(),
    revision: z.number().int(),
  })
  .meta({ id: 'Signing' });

export type PresentedSigning = ResponseOf<typeof presentedSigningSchema>;

export const signingAnswerSchema = z
  .strictObject({
    ...presentedSigningSchema.shape,
    changed: z.boolean(),
    redated: z
      .number()
      .int()
      .meta({ description: 'How many milestones have a new deadline version' }),
  })
  .meta({ id: 'SigningAnswer' });

export type SigningAnswer = ResponseOf<typeof signingAnswerSchema>;

/** Reads and sets the signing date, which is a fact in the ledger, hypothetical or actual. */
@Injectable()
export class Signing {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  read(agreementId: string): Promise<PresentedSigning> {
    return this.store.read((tx) => this.present(tx, agreementId));
  }

  /**
   * Sets the date and re-dates the milestones in one transaction. Earlier dates are kept. Setting the current date writes
   * nothing.
   * @returns the signing, whether it changed, and how many milestones moved.
   */
  set(
    agreementId: string,
    request: SigningRequest,
    expected?: ExpectedRevisions,
  ): Promise<SigningAnswer> {
    return this.apply(agreementId, { ...request, expected }, this.planSetting(request));
  }

  /** Retracts the date: milestones that depend on it become undated and name what they wait for. */
  clear(agreementId: string, terms: Terms = {}): Promise<SigningAnswer> {
    return this.apply(agreementId, terms, planClearing(terms));
  }

  /** What `set` would do, or `clear` if `request` is undefined; writes nothing. */
  preview(
    agreementId: string,
    request: SigningRequest | undefined,
    expected?: ExpectedRevisions,
  ): Promise<PresentedPreview> {
    const plan = request === undefined ? planClearing({}) : this.planSetting(request);
    return this.store.read((tx) =>
      this.changes.preview(tx, agreementId, { ...request, expected }, plan),
    );
  }

  private apply(agreementId: string, terms: Terms, plan: Plan): Promise<SigningAnswer> {
    return this.changes.carryOut(agreementId, terms, plan, async (applied, tx) => {
      const redated = applied?.changes.filter((change) => change.versioned).length ?? 0;
      const signing = await this.present(tx, agreementId);
      return { ...signing, changed: applied !== undefined, redated };
    });
  }

  private planSetting(request: SigningRequest): Plan {
    return ({ agreement, current }) => {
      const { zone } = agreement.document;
      const occurrence = readEventTime(request.date, zone, '/date', request.zone);
      if (!request.hypothetical) refuseFuture(occurrence, zone, this.clock.now(), '/date');
      const draft = factDraft({
        kind: 'occurred',
        subject: 'signing',
        ...occurrence,
        hypothetical: request.hypothetical,
        actor: request.actor ?? null,
        reason: request.reason ?? null,
      });
      const present = signingsIn(current);
      const [only] = present;
      if (present.length === 1 && only !== undefined && isSame(only, draft)) return undefined;
      const { occurredOn: on, occurredFrom: from, occurredAt: at, hypothetical } = draft;
      return {
        drafts: [...retractions(present, request), draft],
        cause: causeText(present.at(-1), draft),
        signed: { on, from, at, hypothetical },
      };
    };
  }

  private async present(tx: EntityManager, agreementId: string): Promise<PresentedSigning> {
    const { revision } = await this.agreements.header(tx, agreementId);
    const fact = signingsIn(await this.ledger.current(tx, agreementId, 'signing')).at(-1);
    return {
      agreement: agreementId,
      date: presentDay(fact?.occurredOn),
      month: fact === undefined ? null : presentMonth(fact),
      at: presentInstant(fact?.occurredAt),
      hypothetical: fact?.hypothetical ?? false,
      actor: fact?.actor ?? null,
      reason: fact?.reason ?? null,
      recordedAt: presentInstant(fact?.recordedAt),
      revision,
    };
  }
}

/** Plans the retraction of the signing in force. */
function planClearing(terms: Terms): Plan {
  return ({ current }) => {
    const present = signingsIn(current);
    if (present.length === 0) return undefined;
    return { drafts: retractions(present, terms), cause: causeText(present.at(-1), undefined) };
  };
}

function signingsIn(facts: readonly FactRow[]): FactRow[] {
  return facts.filter((fact) => fact.subject === 'signing' && fact.kind === 'occurred');
}

function retractions(
  facts: readonly FactRow[],
  { actor, reason }: Pick<Terms, 'actor' | 'reason'>,
): FactDraft[] {
  return facts.map((fact) => retractionOf(fact, actor ?? null, reason ?? null));
}

function isSame(fact: FactRow, draft: FactDraft): boolean {
  return (
    fact.occurredOn === draft.occurredOn &&
    fact.occurredFrom === draft.occurredFrom &&
    fact.occurredAt === draft.occurredAt &&
    fact.hypothetical === draft.hypothetical
  );
}

function causeText(before: FactRow | undefined, after: FactDraft | undefined): string {
  const [from, to] = [describeSigning(before), describeSigning(after)];
  if (from === undefined) return `signing set to ${to}`;
  if (to === undefined) return `signing of ${from} retracted`;
  return `signing changed from ${from} to ${to}`;
}

function describeSigning(
  fact: Pick<FactRow, 'occurredOn' | 'occurredFrom' | 'occurredAt' | 'hypothetical'> | undefined,
): string | undefined {
  if (fact === undefined) return undefined;
  const when = fact.occurredAt === null ? presentWhen(fact) : presentInstant(fact.occurredAt);
  return `${when} (${fact.hypothetical ? 'hypothetical' : 'actual'})`;
}
