import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '../../../base/refusal';
import { faulty } from '../../../base/text/source';
import type { Settings } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import { type ResponseOf } from '../../../http/response-of';
import { mergeFaults, readFactList } from './fact-list';
import { Facts, type FactsPreview, type RecordOptions } from './facts';

export const importedSchema = z
  .strictObject({
    preview: z.literal(false),
    revision: z.number().int(),
    recorded: z.number().int(),
    same: z.number().int().meta({ description: 'Facts that are equal to one that holds' }),
    changed: z
      .number()
      .int()
      .meta({ description: 'How many milestones changed in a date, status or outcome' }),
  })
  .meta({ id: 'Imported' });

export type Imported = ResponseOf<typeof importedSchema>;

/** Records the facts of a text: a JSON array, one JSON object a line, or a YAML list. */
@Injectable()
export class FactImport {
  constructor(
    private readonly facts: Facts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Records all facts or none.
   * @param name what messages call the text.
   * @throws Refusal with every fault at once, each with its pointer, line and column.
   */
  async import(
    agreementId: string,
    text: string,
    name: string,
    { preview, ...options }: Omit<RecordOptions, 'at'> & { preview: boolean },
  ): Promise<Imported | FactsPreview> {
    const list = readFactList(text, name, this.settings.limits);
    const { place } = list;
    const at = (index: number): string => `/${index}`;
    if (list.faults.length > 0) {
      const rests = list.entries.map(({ rest }) => rest);
      const others = await this.facts.faultsOf(agreementId, rests, at);
      throw faulty(name, mergeFaults(list.faults, others.map(place)));
    }
    const requests = list.entries.map(({ request }) => request).filter((one) => one !== undefined);
    const listed = { ...options, at };
    try {
      if (preview) return await this.facts.preview(agreementId, requests, listed);
      const { revision, facts, changed } = await this.facts.record(agreementId, requests, listed);
      const same = facts.filter((one) => one.same).length;
      return { preview, revision, recorded: facts.length - same, same, changed };
    } catch (error) {
      // A stale revision has no place in the text.
      if (!(error instanceof Refusal) || error.kind === 'stale') throw error;
      throw new Refusal(error.kind, error.message, error.faults.map(place));
    }
  }
}
