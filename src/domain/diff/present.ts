import { z } from 'zod';
import { presentDay, presentInstant } from '../../base/present-time';
import type { Clause } from '../../engine/diff/clause';
import type { DateChange } from '../../engine/diff/dates';
import { CHANGES, CLAUSE_CHANGES, type ClauseDiff, type Diff } from '../../engine/diff/diff';
import { TERMS } from '../../engine/diff/terms';
import { day, instant, type ResponseOf } from '../../http/response-of';

const clauseSchema = z
  .strictObject({
    path: z.string().meta({ description: 'obligation or obligation.phase' }),
    ref: z.string().nullable().meta({ description: 'Article or paragraph' }),
    title: z.string(),
    titles: z.record(z.string(), z.string()).nullable(),
    quote: z.string().nullable(),
    quantity: z.string().nullable(),
    obligors: z.array(z.string()).meta({ description: 'Names of parties' }),
    beneficiaries: z.array(z.string()).meta({ description: 'Names of parties' }),
  })
  .meta({ id: 'Clause' });

const clauseDiffSchema = z
  .strictObject({
    change: z.enum(CLAUSE_CHANGES),
    changes: z
      .array(z.enum(CHANGES))
      .meta({ description: 'What differs; empty unless `change` is `changed`' }),
    from: clauseSchema.nullable().meta({ description: 'Null if it is added' }),
    to: clauseSchema.nullable().meta({ description: 'Null if it is dropped' }),
    matchedBy: z.enum(['id', 'ref', 'words']).nullable(),
    likeness: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: 'How alike the words are; 1: the same words' }),
    rules: z
      .array(
        z.strictObject({
          key: z.string(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      )
      .meta({ description: 'The keys of the timing that differ; if it is added or dropped, all' }),
    dates: z
      .array(
        z.strictObject({
          clock: z
            .string()
            .meta({ description: 'Which of several clocks or occurrences: @party, #2' }),
          which: z.enum(['due', 'grace', 'opens', 'starts', 'ends']),
          from: day.nullable(),
          fromAt: instant.nullable(),
          to: day.nullable(),
          toAt: instant.nullable(),
          days: z.number().int().nullable(),
        }),
      )
      .meta({ description: 'The dates that differ; if it is added or dropped, all' }),
  })
  .meta({ id: 'ClauseDiff' });

const count = z.number().int().min(0);

export const diffSchema = z.strictObject({
  counts: z
    .strictObject({
      added: count,
      dropped: count,
      changed: count,
      same: count,
      moved: count,
      reworded: count,
      retimed: count,
      parties: count,
      quantity: count,
    })
    .meta({ description: 'Clauses of each kind; one that is changed counts for each change' }),
  terms: z
    .array(
      z.strictObject({
        what: z.enum(TERMS),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    )
    .meta({ description: 'What the documents as a whole say differently' }),
  clauses: z.array(clauseDiffSchema).meta({
    description:
      'Every clause, in the order of the later document; what is dropped stands behind what it followed',
  }),
});

export type PresentedDiff = ResponseOf<typeof diffSchema>;
export type PresentedClauseDiff = PresentedDiff['clauses'][number];
type PresentedClause = NonNullable<PresentedClauseDiff['to']>;

export function presentDiff({ clauses, terms }: Diff): PresentedDiff {
  const counts = {
    added: 0,
    dropped: 0,
    changed: 0,
    same: 0,
    moved: 0,
    reworded: 0,
    retimed: 0,
    parties: 0,
    quantity: 0,
  };
  for (const { change, changes } of clauses) {
    counts[change] += 1;
    for (const one of changes) counts[one] += 1;
  }
  return {
    counts,
    terms: terms.map(({ what, from = null, to = null }) => ({ what, from, to })),
    clauses: clauses.map(presentClauseDiff),
  };
}

function presentClauseDiff(clause: ClauseDiff): PresentedClauseDiff {
  const { change, changes, from, to, match, rules, dates } = clause;
  return {
    change,
    changes,
    from: from === undefined ? null : presentClause(from),
    to: to === undefined ? null : presentClause(to),
    matchedBy: match?.by ?? null,
    likeness: match === undefined ? null : Math.round(match.likeness * 100) / 100,
    rules: rules.map(({ key, from: was = null, to: is = null }) => ({ key, from: was, to: is })),
    dates: dates.map(presentDate),
  };
}

function presentClause(clause: Clause): PresentedClause {
  const { path, ref = null, title, titles = null, quote = null, quantity = null } = clause;
  const { obligors, beneficiaries } = clause;
  return { path, ref, title, titles, quote, quantity, obligors, beneficiaries };
}

function presentDate(date: DateChange): PresentedClauseDiff['dates'][number] {
  const { clock, which, from, fromAt, to, toAt, days } = date;
  return {
    clock,
    which,
    from: presentDay(from),
    fromAt: presentInstant(fromAt),
    to: presentDay(to),
    toAt: presentInstant(toAt),
    days: days ?? null,
  };
}
