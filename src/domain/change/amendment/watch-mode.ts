import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../../base/clock';
import { luxonZones } from '../../../base/zones';
import { WHOLE_AGREEMENT } from '../../../engine/model/fact-kinds';
import { type ResponseOf } from '../../../http/response-of';
import type { WatchMode } from '../../agreement/agreement.entity';
import { agreementSchema } from '../../agreement/present';
import { Tags } from '../../agreement/tags';
import { factDraft } from '../../ledger/draft';
import { Recorder } from '../../transition/recorder';
import { Changes, type Terms } from '../changes';
import type { Change, Snapshot } from '../snapshot';

export const watchModeAnswerSchema = z
  .strictObject({ ...agreementSchema.shape, changed: z.boolean() })
  .meta({ id: 'StandingAnswer' });

export type WatchModeAnswer = ResponseOf<typeof watchModeAnswerSchema>;

const NOTES: Readonly<Record<WatchMode, string>> = {
  active: 'Active again: alerts are sent from now on.',
  paused: 'Paused: no alerts until it is active again.',
  archived: 'Archived: no alerts, no changes; it can still be read.',
};

/** Sets whether an agreement is active, paused or archived. Each change is a note in the ledger. */
@Injectable()
export class WatchModes {
  constructor(
    private readonly tags: Tags,
    private readonly changes: Changes,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found', 'stale'. */
  set(agreementId: string, standing: WatchMode, terms: Terms): Promise<WatchModeAnswer> {
    const plan = ({ row, agreement }: Snapshot): Change | undefined => {
      if (row.standing === standing) return undefined;
      const now = this.clock.now();
      const note = factDraft({
        kind: 'note',
        subject: WHOLE_AGREEMENT,
        occurredOn: luxonZones.localOf(now, agreement.document.zone).day,
        occurredAt: now,
        note: NOTES[standing],
        actor: terms.actor ?? null,
        reason: terms.reason ?? null,
      });
      return { drafts: [note], cause: `agreement ${standing}`, standing };
    };
    return this.changes.carryOut(agreementId, terms, plan, async (applied, tx) => {
      if (applied !== undefined && standing === 'active') {
        await this.recorder.replan(tx, applied.ticket, { text: 'agreement active', factId: null });
      }
      const presented = await this.tags.present(tx, agreementId);
      return { ...presented, changed: applied !== undefined };
    });
  }
}
