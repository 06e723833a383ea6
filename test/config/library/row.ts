/** A line of a facts file. */
export interface Line {
  event?: string;
  was?: string;
  at: string;
  by?: string;
  ordinal?: number;
  about?: boolean;
  to?: string;
  for?: string;
}

export interface Given {
  /** Leave out what happened after this day: the schedule as it stood then. */
  asOf?: string;
  /** What history did not record, or recorded for one side only. */
  assume?: readonly Line[];
}

/** The parts of a milestone that rows speak of, as people write them; undefined: there is none. */
export type Parts = Readonly<Record<string, string | undefined>>;

type Row = [id: string, milestone: string, expected: Parts, given?: Given];

/**
 * What fell due, by agreement. Each date was published by somebody else, or is a date that the text itself names: the `id`
 * is that of test/conformance/agreements.json, or says where the date comes from. MB-6, MB-7 and LY-3 are not here: the
 * first two were printed with an inclusive count, the third restates three months as ninety days.
 */
export type Rows = Readonly<Record<string, readonly Row[]>>;
