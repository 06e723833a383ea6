import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Agreements } from '../agreement/agreements';
import { decodeCursor } from '../http/pagination';
import { MilestoneRow } from '../milestone/milestone.entity';
import { Milestones } from '../milestone/milestones';
import { Refusal } from '../refusal';
import { selectRows } from '../store/rows';
import { Store } from '../store/store';
import { type AskedMoment, isPast, type PresentedMoment, presentMoment } from './moment';
import { Past } from './past';

export interface PageRequest extends AskedMoment {
  agreementId?: string | undefined;
  /** Where none is named: those that may be told of; undefined for every one. */
  granted?: readonly string[] | undefined;
  status: readonly string[];
  cursor?: string | undefined;
  limit: number;
}

interface Position {
  agreementId: string;
  position: number;
  id: string;
}

/** More agreements than one service holds; a limit all the same. */
const AGREEMENTS = 10_000;

/** Milestones as they stand, from their rows; or as they stood, computed from the ledger. */
@Injectable()
export class MilestoneReading {
  constructor(
    private readonly store: Store,
    private readonly milestones: Milestones,
    private readonly agreements: Agreements,
    private readonly past: Past,
  ) {}

  /** One row more than the page, where there is one. */
  page(
    request: PageRequest,
  ): Promise<{ rows: MilestoneRow[]; moment: PresentedMoment | undefined }> {
    const { agreementId, status: statuses, limit } = request;
    const after = readCursor(request.cursor);
    return this.store.read(async (tx) => {
      if (isPast(request)) return this.pastPage(tx, request, after);
      if (agreementId !== undefined) await this.milestones.mustKnow(tx, agreementId);
      const agreements = agreementId === undefined ? request.granted : [agreementId];
      const filter = { agreements, statuses, after, limit: limit + 1 };
      return { rows: await this.milestones.list(tx, filter), moment: undefined };
    });
  }

  /** Every milestone of an agreement, in the order of its document. */
  all(
    agreementId: string,
    statuses: readonly string[],
    asked: AskedMoment,
  ): Promise<MilestoneRow[]> {
    return this.store.read(async (tx) => {
      const rows = await this.rows(tx, agreementId, asked);
      return rows.filter((row) => statuses.length === 0 || statuses.includes(row.status));
    });
  }

  /** @throws Refusal 'not-found' */
  async rows(
    tx: EntityManager,
    agreementId: string,
    asked: AskedMoment,
  ): Promise<readonly MilestoneRow[]> {
    if (isPast(asked)) return (await this.past.picture(tx, agreementId, asked)).rows;
    await this.agreements.find(tx, agreementId);
    const tail = 'WHERE agreement_id = ? AND dropped_at IS NULL ORDER BY position, id';
    return selectRows(tx, MilestoneRow, tail, [agreementId]);
  }

  private async pastPage(
    tx: EntityManager,
    { agreementId, granted, status, limit, ...asked }: PageRequest,
    after: Position | undefined,
  ) {
    const known =
      agreementId === undefined
        ? (await this.agreements.list(tx, AGREEMENTS, '', granted)).map(({ id }) => id)
        : [agreementId];
    const rows: MilestoneRow[] = [];
    let moment: PresentedMoment | undefined;
    for (const id of known) {
      if (after !== undefined && id < after.agreementId) continue;
      const picture =
        agreementId === undefined
          ? await this.past.seek(tx, id, asked)
          : await this.past.picture(tx, id, asked);
      if (picture === undefined) continue;
      moment ??= presentMoment(picture.moment);
      const wanted = picture.rows.filter(
        (row) => (status.length === 0 || status.includes(row.status)) && follows(row, after),
      );
      rows.push(...wanted.slice(0, limit + 1 - rows.length));
      if (rows.length > limit) break;
    }
    return { rows, moment };
  }
}

export function positionOf(row: MilestoneRow): string {
  return JSON.stringify([row.agreementId, row.position, row.id]);
}

function follows(row: MilestoneRow, after: Position | undefined): boolean {
  if (after === undefined || row.agreementId !== after.agreementId) return true;
  return row.position > after.position || (row.position === after.position && row.id > after.id);
}

const position = z.tuple([z.string(), z.number().int(), z.string()]);

function readCursor(cursor: string | undefined): Position | undefined {
  const text = decodeCursor(cursor);
  if (text === undefined) return undefined;
  try {
    const [agreementId, place, id] = position.parse(JSON.parse(text));
    return { agreementId, position: place, id };
  } catch {
    throw new Refusal('invalid', 'The cursor is none that this service gave out.', [
      { pointer: '/cursor', detail: 'cannot be read', expected: 'the `next` of the page before' },
    ]);
  }
}
