import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Agreements } from '../agreement/agreements';
import { Clock } from '../clock';
import { type FactDraft, factDraft, retraction } from '../ledger/draft';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import { readOccurrence, refuseFuture } from '../ledger/occurrence';
import { presentDay, presentInstant } from '../milestone/present';
import { lockAgreement, raiseRevision } from '../store/revision';
import { Store } from '../store/store';
import { Rescheduling } from './rescheduling';

export interface SigningRequest {
  /** YYYY-MM-DD, or an instant. */
  date: string;
  /** The zone of a local time without offset. */
  zone?: string | undefined;
  hypothetical: boolean;
  actor?: string | undefined;
  reason?: string | undefined;
}

export interface PresentedSigning {
  agreement: string;
  /** The civil day in the agreement's zone; null while none is set. */
  date: string | null;
  /** The instant, where it is known. */
  at: string | null;
  hypothetical: boolean;
  actor: string | null;
  reason: string | null;
  recordedAt: string | null;
  revision: number;
}

/** The signing date of an agreement: a fact in its ledger, hypothetical or actual. */
@Injectable()
export class Signing {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  read(agreementId: string): Promise<PresentedSigning> {
    return this.store.read((tx) => this.present(tx, agreementId));
  }

  /**
   * Sets the date and re-dates every milestone in one transaction; the old dates are kept. Setting what
   * is set already writes nothing. Answers the signing, whether it changed, and how many milestones moved.
   */
  async set(agreementId: string, request: SigningRequest): Promise<SigningAnswer> {
    return this.store.write(async (tx) => {
      // Two who set the date at once must see each other's: the lock comes before the look.
      await lockAgreement(tx, agreementId);
      const agreement = await this.agreements.find(tx, agreementId);
      const { zone } = this.agreements.compile(agreement).document;
      const occurrence = readOccurrence(request.date, zone, '/date', request.zone);
      if (!request.hypothetical) refuseFuture(occurrence, zone, this.clock.now(), '/date');
      const draft = factDraft({
        kind: 'occurred',
        subject: 'signing',
        ...occurrence,
        hypothetical: request.hypothetical,
        actor: request.actor ?? null,
        reason: request.reason ?? null,
      });
      const present = await this.signings(tx, agreementId);
      const [only] = present;
      if (present.length === 1 && only !== undefined && same(only, draft)) {
        return { ...(await this.present(tx, agreementId)), changed: false, redated: 0 };
      }
      return this.write(tx, agreementId, present, draft);
    });
  }

  /** Takes the date back: every milestone that rests on it becomes undated and says what it waits for. */
  async clear(agreementId: string, actor?: string, reason?: string): Promise<SigningAnswer> {
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId);
      const present = await this.signings(tx, agreementId);
      if (present.length === 0) {
        return { ...(await this.present(tx, agreementId)), changed: false, redated: 0 };
      }
      return this.write(tx, agreementId, present, undefined, actor, reason);
    });
  }

  private async write(
    tx: EntityManager,
    agreementId: string,
    present: readonly FactRow[],
    draft: FactDraft | undefined,
    actor = draft?.actor ?? undefined,
    reason = draft?.reason ?? undefined,
  ): Promise<SigningAnswer> {
    const raised = await raiseRevision(tx, agreementId, this.clock.now());
    const drafts = present.map((fact) => retraction(fact, actor ?? null, reason ?? null));
    if (draft !== undefined) drafts.push(draft);
    const recorded = await this.ledger.append(tx, raised, drafts);
    const changes = await this.rescheduling.apply(tx, raised, {
      text: causeText(present.at(-1), draft),
      factId: recorded.at(-1)?.id ?? null,
      ...(draft && {
        signed: {
          on: draft.occurredOn,
          at: draft.occurredAt,
          hypothetical: draft.hypothetical,
        },
      }),
    });
    const redated = changes.filter((change) => change.versioned).length;
    return { ...(await this.present(tx, agreementId)), changed: true, redated };
  }

  private async signings(tx: EntityManager, agreementId: string): Promise<FactRow[]> {
    const facts = await this.ledger.current(tx, agreementId);
    return facts.filter((fact) => fact.subject === 'signing' && fact.kind === 'occurred');
  }

  private async present(tx: EntityManager, agreementId: string): Promise<PresentedSigning> {
    const { revision } = await this.agreements.find(tx, agreementId);
    const fact = (await this.signings(tx, agreementId)).at(-1);
    return {
      agreement: agreementId,
      date: presentDay(fact?.occurredOn),
      at: presentInstant(fact?.occurredAt),
      hypothetical: fact?.hypothetical ?? false,
      actor: fact?.actor ?? null,
      reason: fact?.reason ?? null,
      recordedAt: presentInstant(fact?.recordedAt),
      revision,
    };
  }
}

export interface SigningAnswer extends PresentedSigning {
  changed: boolean;
  /** How many milestones got a new deadline version. */
  redated: number;
}

function same(fact: FactRow, draft: FactDraft): boolean {
  return (
    fact.occurredOn === draft.occurredOn &&
    fact.occurredAt === draft.occurredAt &&
    fact.hypothetical === draft.hypothetical
  );
}

function causeText(before: FactRow | undefined, after: FactDraft | undefined): string {
  const [from, to] = [spoken(before), spoken(after)];
  if (from === undefined) return `signing set to ${to}`;
  if (to === undefined) return `signing of ${from} taken back`;
  return `signing changed from ${from} to ${to}`;
}

function spoken(
  fact: Pick<FactRow, 'occurredOn' | 'occurredAt' | 'hypothetical'> | undefined,
): string | undefined {
  if (fact === undefined) return undefined;
  const when =
    fact.occurredAt === null ? presentDay(fact.occurredOn) : presentInstant(fact.occurredAt);
  return `${when} (${fact.hypothetical ? 'hypothetical' : 'actual'})`;
}
