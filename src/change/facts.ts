import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agreements } from '../agreement/agreements';
import { Clock } from '../clock';
import { type FactDraft, factDraft, retraction } from '../ledger/draft';
import type { FactRow } from '../ledger/fact.entity';
import { Ledger } from '../ledger/ledger';
import { readOccurrence, refuseFuture } from '../ledger/occurrence';
import { type PresentedFact, presentFact } from '../ledger/present';
import { Refusal } from '../refusal';
import type { Agreement } from '../schedule/compile';
import { lockAgreement, raiseRevision } from '../store/revision';
import { Store } from '../store/store';
import { Rescheduling } from './rescheduling';
import { eventOf, momentOf, refuseWrongParty } from './subjects';

const note = z.string().trim().min(1).max(4_000);

const common = {
  actor: note.max(200).optional(),
  reason: note.optional(),
};

const observed = {
  at: z.string({ error: 'a day or an instant' }).max(40),
  by: z.string().max(80).optional(),
  ordinal: z.number().int().min(1).max(100_000).optional(),
  hypothetical: z.boolean().default(false),
  evidence: z
    .array(
      z.strictObject({
        title: note,
        url: z.url().max(2_000).optional(),
        date: z.iso.date().optional(),
      }),
    )
    .max(50)
    .optional(),
  ...common,
};

/** `{event, at}`: it happened; `{was: path.moment, at}`: an obligation's moment; `{retracts: id}`. */
export const factSchema = z.union(
  [
    z.strictObject({ event: z.string().max(80), ...observed }),
    z.strictObject({ was: z.string().max(200), ...observed }),
    z.strictObject({ retracts: z.string().max(80), ...common }),
  ],
  {
    error:
      'one of {"event": "signing", "at": "2025-11-27"}, {"was": "elections.fulfilled", "at": "2026-03-01"} or {"retracts": "fact_…"}, with known keys only',
  },
);

export type FactRequest = z.infer<typeof factSchema>;
type Observed = Extract<FactRequest, { at: string }>;

/** What makes two facts tell the same. */
const ONCE = ['kind', 'subject', 'by', 'ordinal'] as const;

/** Records facts, each with the re-dating and the change of status it causes, in one transaction. */
@Injectable()
export class Facts {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly rescheduling: Rescheduling,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal with a pointer to the key that names nothing, or whose moment cannot be. */
  record(agreementId: string, request: FactRequest): Promise<PresentedFact> {
    return this.store.write(async (tx) => {
      await lockAgreement(tx, agreementId);
      const row = await this.agreements.find(tx, agreementId);
      const draft =
        'retracts' in request
          ? retraction(
              await this.ledger.retractable(tx, agreementId, request.retracts),
              request.actor ?? null,
              request.reason ?? null,
            )
          : this.draft(this.agreements.compile(row), request);
      if (draft.kind !== 'retracted')
        await this.refuseRepeat(tx, this.agreements.compile(row), draft);
      const raised = await raiseRevision(tx, agreementId, this.clock.now());
      const [fact] = await this.ledger.append(tx, raised, [draft]);
      await this.rescheduling.apply(tx, raised, {
        text: causeText(draft),
        factId: fact?.id ?? null,
      });
      return presentFact(fact as FactRow);
    });
  }

  private draft(agreement: Agreement, request: Observed): FactDraft {
    const { zone } = agreement.document;
    const { kind, subject } =
      'event' in request ? eventOf(agreement, request.event) : momentOf(agreement, request.was);
    refuseWrongParty(agreement, kind, subject, request.by);
    const occurrence = readOccurrence(request.at, zone, '/at');
    if (!request.hypothetical) refuseFuture(occurrence, zone, this.clock.now(), '/at');
    return factDraft({
      kind,
      subject,
      by: request.by ?? null,
      ordinal: request.ordinal ?? null,
      ...occurrence,
      hypothetical: request.hypothetical,
      actor: request.actor ?? null,
      reason: request.reason ?? null,
      evidence: request.evidence ?? null,
    });
  }

  /** What happens once is recorded once; a wrong record is retracted first. */
  private async refuseRepeat(
    tx: Parameters<Ledger['current']>[0],
    { document }: Agreement,
    draft: FactDraft,
  ): Promise<void> {
    if (draft.kind === 'breached' || draft.kind === 'cured') return;
    const facts = await this.ledger.current(tx, document.id);
    const repeats = document.events?.[draft.subject]?.repeats ?? false;
    // What may happen often is a repetition only at the very same time.
    const keys = repeats ? ([...ONCE, 'occurredOn', 'occurredAt'] as const) : ONCE;
    const twin = facts.find((fact) => keys.every((key) => fact[key] === draft[key]));
    if (twin === undefined) return;
    throw new Refusal('conflict', `"${draft.subject}" is recorded as ${draft.kind} already.`, [
      {
        pointer: '/at',
        detail: `the fact ${twin.id} says so`,
        expected: 'that fact to be retracted first',
        example: `{"retracts": "${twin.id}"}`,
      },
    ]);
  }
}

function causeText(draft: FactDraft): string {
  const who = draft.by === null ? '' : ` by ${draft.by}`;
  if (draft.kind === 'retracted') return `a fact about ${draft.subject}${who} retracted`;
  return `${draft.subject} recorded as ${draft.kind}${who}`;
}
