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

/** How a file is composed: its beginning, each batch of lines, its end. */
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

/** Writes milestones as CSV, JSON Lines or a JSON array, batch by batch. */
@Injectable()
export class MilestoneFiles {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly reader: MilestoneReader,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves once the first batch is read.
   * @throws Refusal 'not-found'; 'invalid' for an invalid `asOf` or `knownAt`.
   */
  async open(
    name: keyof typeof FORMATS,
    scope: FileScope,
    query: FileQuery,
  ): Promise<AsyncGenerator<string>> {
    const request = selectionOf(query);
    const batches = this.reader.batches({ ...scope, ...request });
    const first = await batches.next();
    const columns = query.fields ?? FLAT_COLUMNS;
    const todays = new Map<string, EpochDay>();
    const cellsOf = async (rows: readonly MilestoneRow[]): Promise<Cell[][]> => {
      await this.addTodays(todays, rows, request.at);
      return rows.map((row) => flatCells(row, columns, todayOf(row, todays)));
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

  /** Adds the day of `asOf` in the zone of each agreement of the rows. */
  private async addTodays(
    todays: Map<string, EpochDay>,
    rows: readonly MilestoneRow[],
    request: AsOfRequest,
  ): Promise<void> {
    const unknown = new Set(rows.map(({ agreementId }) => agreementId));
    for (const id of todays.keys()) unknown.delete(id);
    if (unknown.size === 0) return;
    await this.store.read(async (tx) => {
      for (const id of unknown) {
        const { zone } = await this.agreements.header(tx, id);
        const { asOf } = readAsOf(request, zone, this.clock.now());
        todays.set(id, luxonZones.localOf(asOf, zone).day);
      }
    });
  }
}

function todayOf({ agreementId }: MilestoneRow, todays: ReadonlyMap<string, EpochDay>): EpochDay {
  const today = todays.get(agreementId);
  if (today === undefined) throw new Error(`The day of the agreement ${agreementId} is not known.`);
  return today;
}
