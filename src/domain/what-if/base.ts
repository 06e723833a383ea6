import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Fault } from '../../base/refusal';
import type { Agreement } from '../../engine/compile/agreement';
import type { Fact } from '../../engine/model/fact';
import type { AgreementRow } from '../agreement/agreement.entity';
import { Agreements } from '../agreement/agreements';
import { Ledger } from '../ledger/ledger';
import { scheduleFacts } from '../ledger/schedule-fact';

/** What a what-if starts from: the current document, and the facts that are chosen. */
export interface WhatIfBase {
  row: AgreementRow;
  agreement: Agreement;
  facts: readonly Fact[];
}

const LEDGER_PATTERN = /^(none|live|[1-9]\d{0,8})$/;

/** Whether text chooses facts: `none`, `live` for the current ones, or the sequence number of the last one. */
export function isLedgerChoice(text: string): boolean {
  return LEDGER_PATTERN.test(text);
}

export const LEDGER_CHOICES =
  'none, live, or the sequence number of the last fact to use, such as 12';

@Injectable()
export class WhatIfBases {
  constructor(
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
  ) {}

  /**
   * @param ledger see `isLedgerChoice`; an invalid one adds a fault at `/ledger`.
   * @throws Refusal 'not-found'
   */
  async read(
    tx: EntityManager,
    agreementId: string,
    ledger: string,
    faults: Fault[],
  ): Promise<WhatIfBase> {
    const row = await this.agreements.find(tx, agreementId);
    const agreement = this.agreements.compile(row);
    if (!isLedgerChoice(ledger) || Number(ledger) > row.sequence) {
      const detail = isLedgerChoice(ledger)
        ? `the highest sequence number of the ledger is ${row.sequence}`
        : `"${ledger}" does not choose facts`;
      faults.push({ pointer: '/ledger', detail, expected: LEDGER_CHOICES });
    }
    if (ledger === 'none') return { row, agreement, facts: [] };
    const upTo = ledger === 'live' ? undefined : Number(ledger);
    const facts =
      upTo === undefined || Number.isNaN(upTo)
        ? await this.ledger.current(tx, agreementId)
        : await this.ledger.upToSequence(tx, agreementId, upTo);
    return { row, agreement, facts: scheduleFacts(facts) };
  }
}
