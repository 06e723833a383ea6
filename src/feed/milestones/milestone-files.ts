import { Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { jsonText } from '../../base/text/clean';
import { luxonZones } from '../../base/zones';
import { Agreements } from '../../domain/agreement/agreements';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import type { EpochDay } from '../../engine/model/time';
import { Store } from '../../store/store';
import { type AsOfRequest, readAsOf } from '../as-of';
import { type Cell, csvOf } from './csv';
import { FLAT_COLUMNS, flatCells } from './milestone-flat';
import { type FileQuery, selectionOf } from './milestone-query';
import { MilestoneReader, type MilestonesRequest } from './milestone-reader';

export type FileScope = Pick<MilestonesRequest, 'agreementId' | 'granted'>;

/** How lines of one format are put together: what stands before, between and after them. */
interface Format {
  head(columns: readonly string[]): string;
  batch(columns: readonly string[], lines: readonly (readonly Cell[])[], first: boolean): string;
  tail: string;
}

const FORMATS = {
  csv: { head: (columns) => csvOf([columns]), batch: (_, lines) => csvOf(lines), tail: '' },
  ndjson: {
    head: () => '',
    batch: (columns, lines) =>
      objects(columns, lines)
        .map((text) => `${text}\n`)
        .join(''),
    tail: '',
  },
  json: {
    head: () => '[',
    batch: (columns, lines, first) =>
      `${first || lines.length === 0 ? '' : ','}${objects(columns, lines).join(',')}`,
    tail: ']\n',
  },
} satisfies Record<string, Format>;

function objects(columns: readonly string[], lines: readonly (readonly Cell[])[]): string[] {
  return lines.map((cells) =>
    jsonText(Object.fromEntries(columns.map((column, i) => [column, cells[i]]))),
  );
}

/** Milestones as text in one of the flat formats, batch by batch. */
@Injectable()
export class MilestoneFiles {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reading: MilestoneReader,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers once the first batch is read.
   * @throws Refusal 'not-found', or 'invalid' for a moment that cannot be answered.
   */
  async open(
    name: keyof typeof FORMATS,
    whose: FileScope,
    query: FileQuery,
  ): Promise<AsyncGenerator<string>> {
    const wish = selectionOf(query);
    const batches = this.reading.every({ ...whose, ...wish });
    const first = await batches.next();
    const columns = (query.fields ?? FLAT_COLUMNS) as typeof FLAT_COLUMNS;
    const todays = new Map<string, EpochDay>();
    const cellsOf = async (rows: readonly MilestoneRow[]): Promise<Cell[][]> => {
      await this.learnTodays(todays, rows, wish.moment);
      return rows.map((row) => flatCells(row, columns, todays.get(row.agreementId) as EpochDay));
    };
    return this.text(FORMATS[name], columns, cellsOf, first, batches);
  }

  private async *text(
    format: Format,
    columns: readonly string[],
    cellsOf: (rows: readonly MilestoneRow[]) => Promise<Cell[][]>,
    first: IteratorResult<MilestoneRow[]>,
    rest: AsyncGenerator<MilestoneRow[]>,
  ): AsyncGenerator<string> {
    yield format.head(columns);
    if (!first.done) yield format.batch(columns, await cellsOf(first.value), true);
    for await (const rows of rest) yield format.batch(columns, await cellsOf(rows), false);
    yield format.tail;
  }

  /** Which day it is in each agreement's zone, at the moment asked for. */
  private async learnTodays(
    todays: Map<string, EpochDay>,
    rows: readonly MilestoneRow[],
    moment: AsOfRequest,
  ): Promise<void> {
    const unknown = new Set(rows.map(({ agreementId }) => agreementId));
    for (const id of todays.keys()) unknown.delete(id);
    if (unknown.size === 0) return;
    await this.store.read(async (tx) => {
      for (const id of unknown) {
        const { zone } = await this.agreements.header(tx, id);
        const { asOf } = readAsOf(moment, zone, this.clock.now());
        todays.set(id, luxonZones.localOf(asOf, zone).day);
      }
    });
  }
}
