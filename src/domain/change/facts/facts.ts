import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../../base/clock';
import type { Fault } from '../../../base/refusal';
import { WHOLE_AGREEMENT } from '../../../engine/model/fact-kinds';
import { type ResponseOf } from '../../../http/response-of';
import { Store } from '../../../store/store';
import { Agreements } from '../../agreement/agreements';
import { workingCalendars } from '../../agreement/calendars';
import type { FactDraft } from '../../ledger/draft';
import type { FactRow } from '../../ledger/fact.entity';
import { Ledger } from '../../ledger/ledger';
import { Changes, type Plan, type Terms } from '../changes';
import { previewSchema } from '../preview';
import type { Change } from '../snapshot';
import { type Planned, planFacts, readFacts } from './fact-plan';
import type { FactRequest } from './fact-request';

/** The result of recording facts. */
export interface Recorded {
  revision: number;
  /** In the order of the requests; a fact with `same` is equal to one that holds and was not recorded again. */
  facts: readonly { fact: FactRow; same: boolean }[];
  /** How many milestones changed in a date, status or outcome. */
  changed: number;
}

export const factsPreviewSchema = z
  .strictObject({
    ...previewSchema.shape,
    recorded: z.number().int().meta({
      description: 'How many facts would be recorded; `same` counts those that hold already',
    }),
    same: z.number().int(),
  })
  .meta({ id: 'ForeseenFacts' });

/** What recording facts would do. */
export type FactsPreview = ResponseOf<typeof factsPreviewSchema>;

export interface RecordOptions extends Pick<Terms, 'expected' | 'pin'> {
  /** The pointer of a request in the body; '' for a single one. */
  at?: (index: number) => string;
  /** Called with the number of facts that are checked. */
  progress?: ((done: number, total: number) => void) | undefined;
}

/** Records facts, all or none, with the re-dating and the changes of status that they cause. */
@Injectable()
export class Facts {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly ledger: Ledger,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal 'not-found', 'stale', 'invalid' or 'conflict' with every fault at once. */
  async record(
    agreementId: string,
    requests: readonly FactRequest[],
    options: RecordOptions = {},
  ): Promise<Recorded> {
    let planned: readonly Planned[] = [];
    const plan = this.planOf(requests, options, (made) => {
      planned = made;
    });
    return this.changes.carryOut(agreementId, options, plan, async (applied, tx) => {
      if (applied === undefined) {
        const { revision } = await this.agreements.header(tx, agreementId);
        return { revision, facts: factsOf(planned, []), changed: 0 };
      }
      const { ticket, recorded, changes } = applied;
      return {
        revision: ticket.revision,
        facts: factsOf(planned, recorded),
        changed: changes.length,
      };
    });
  }

  /** What `record` would do; nothing is written. */
  preview(
    agreementId: string,
    requests: readonly FactRequest[],
    options: RecordOptions = {},
  ): Promise<FactsPreview> {
    return this.store.read(async (tx) => {
      let same = 0;
      const plan = this.planOf(requests, options, (planned) => {
        same = planned.filter((one) => !('draft' in one)).length;
      });
      const preview = await this.changes.preview(tx, agreementId, options, plan);
      return { ...preview, recorded: requests.length - same, same };
    });
  }

  /**
   * The faults of requests in this agreement; undefined requests are skipped.
   * @throws Refusal 'not-found'
   */
  faultsOf(
    agreementId: string,
    requests: readonly (FactRequest | undefined)[],
    at: (index: number) => string,
  ): Promise<Fault[]> {
    return this.store.read(async (tx) => {
      const agreement = await this.agreements.findCompiled(tx, agreementId);
      const { named } = await this.ledger.byIds(tx, agreementId, retractedBy(requests));
      return readFacts({ agreement, named, now: this.clock.now() }, requests, at).faults;
    });
  }

  private planOf(
    requests: readonly FactRequest[],
    { at = () => '', progress }: RecordOptions,
    onPlanned: (planned: readonly Planned[]) => void,
  ): Plan {
    return async ({ row, agreement, current }, tx) => {
      const { named, retracted } = await this.ledger.byIds(tx, row.id, retractedBy(requests));
      const now = this.clock.now();
      const calendars = workingCalendars();
      const input = { agreement, calendars, current, named, retracted, now };
      const planned = planFacts(input, requests, at, progress);
      onPlanned(planned);
      return changeOf(planned.flatMap((one) => ('draft' in one ? [one.draft] : [])));
    };
  }
}

/** The ids of the facts that requests retract. */
function retractedBy(requests: readonly (FactRequest | undefined)[]): string[] {
  return requests.flatMap((one) => (one !== undefined && 'retracts' in one ? [one.retracts] : []));
}

function changeOf(drafts: readonly FactDraft[]): Change | undefined {
  if (drafts.length === 0) return undefined;
  const signing = drafts.findLast(
    ({ kind, subject }) => kind === 'occurred' && subject === 'signing',
  );
  const change = { drafts, cause: causeText(drafts) };
  if (signing === undefined) return change;
  const { occurredOn: on, occurredFrom: from, occurredAt: at, hypothetical } = signing;
  return { ...change, signed: { on, from, at, hypothetical } };
}

function factsOf(planned: readonly Planned[], rows: readonly FactRow[]): Recorded['facts'] {
  const facts: { fact: FactRow; same: boolean }[] = [];
  let next = 0;
  for (const one of planned) {
    const known = 'same' in one ? one.same : 'sameAs' in one ? facts[one.sameAs]?.fact : undefined;
    const fact = known ?? rows[next++];
    if (fact === undefined) throw new Error('A planned fact was not recorded');
    facts.push({ fact, same: known !== undefined });
  }
  return facts;
}

function causeText(drafts: readonly FactDraft[]): string {
  const [draft] = drafts;
  if (draft === undefined || drafts.length > 1) return `${drafts.length} facts recorded`;
  const who = draft.by === null ? '' : ` by ${draft.by}`;
  const what = draft.subject === WHOLE_AGREEMENT ? 'the agreement' : draft.subject;
  if (draft.kind === 'retracted') return `a fact about ${what}${who} retracted`;
  return `${what} recorded as ${draft.kind}${who}`;
}
