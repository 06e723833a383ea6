import { z } from 'zod';
import { hasOtherScheme } from '../../../base/text/web-address';
import { POLICY } from '../../../config/policy';
import { WEEKDAY_NAMES } from '../../../engine/calendar/working-calendar';
import { OCCASION_NATURES } from '../../../engine/compile/nature';
import { MONTH_ENDS, ROLLS, ROLLS_FOR } from '../../../engine/model/document';

const id = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'lower-case letters and digits joined by hyphens, such as prisoner-exchange',
  )
  .max(80);
const convention = z
  .string()
  .regex(
    /^[a-z0-9]+([-.][a-z0-9]+)*$/,
    'the name of a counting convention, such as agreement-d-plus-n',
  )
  .max(80);
const words = z.string().trim().min(1).max(4_000);
/** Texts by the tag of their language, such as `uk` or `pt-BR`. */
const texts = z
  .record(
    z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'the tag of a language, such as uk'),
    words,
  )
  .refine((given) => Object.keys(given).length > 0, 'at least one language');
/** A text, or one in several languages. Stored and sent, it is a text, and all languages stand beside it. */
const spoken = z.union([words, texts], {
  error: 'a text, or texts by language such as {en: Elections, uk: Вибори}',
});
const inLanguages = texts.exactOptional().meta({
  description: 'In every language, as the service writes it; the text beside is one of them.',
});
const phrase = z
  .string({ error: 'a phrase in quotes or plain text' })
  .trim()
  .min(1)
  .max(POLICY.phraseCharacters, `at most ${POLICY.phraseCharacters} characters`);
const partyList = z.union([id, z.array(id).min(1)], {
  error: 'the id of a party or group, or a list of ids',
});
/** A web address, or a text without a scheme such as a record number. */
const address = words.refine(
  (text) => !hasOtherScheme(text),
  'an address that begins with https:// or http://',
);
const roll = (description: string) => z.enum(ROLLS).exactOptional().meta({ description });
const civilDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2025-11-27');

/** An optional phrase; editors show its description and examples. */
const timed = (description: string, ...examples: readonly string[]) =>
  phrase.exactOptional().meta({ description, examples: [...examples] });

const timing = {
  due: timed(
    'Done once, by this date; it can be late.',
    'within 100 days of signing',
    'by last day of the year of signing',
    'every 6 months from signing until 2027-12-31',
    'undated',
  ),
  holds: timed(
    'Holds through an interval; it can be breached, never late.',
    'from signing until 2 years after signing',
    'from signing for 90 days',
    'from signing while no withdrawal-notice',
  ),
  falls: timed(
    'A moment that comes by itself: an expiry, an entry into force.',
    'first day of the 6th month after 40th deposit',
  ),
  opens: timed(
    'Not before this date. Without `due` it is a right.',
    '2 months before transition.ends',
  ),
  target: timed(
    'A date that is aimed at, before `due`; without `due`, `holds` and `falls` the entry is a goal, which is never overdue.',
    '6 months after signing',
  ),
  grace: timed('Time after the deadline in which it is not yet overdue.', '72 hours'),
  when: timed(
    'Owed only if this holds; it never moves the date.',
    'verification.fulfilled',
    'no objection',
  ),
  unless: timed('Owed unless this holds; it never moves the date.', 'contrary-resolution'),
  renews: timed(
    'The term renews itself unless notice is given.',
    'for 5 years unless notice 6 months before',
  ),
  extends: timed('The deadline may be extended.', 'by agreement', 'once by at most 2 years'),
  pauses: timed(
    'The clock stands still while this holds.',
    'while armed-conflict and no conflict-end',
  ),
  reverts: timed(
    'When this happens, a fulfilment no longer counts.',
    'stage-1 and stage-2 on invasion',
  ),
  supersedes: timed('The id of the entry that this one replaces.', 'first-timetable'),
};

const described = {
  id: id.meta({ description: 'Part of the id of its milestones: never reuse or rename it.' }),
  title: spoken.exactOptional(),
  titles: inLanguages,
  ref: z
    .string({ error: 'text; quote a number-like reference (ref: "3.10")' })
    .max(80)
    .exactOptional()
    .meta({ description: 'Article or paragraph, in quotes where it looks like a number.' }),
  quote: words.exactOptional().meta({ description: 'The agreement’s own words.' }),
  note: spoken.exactOptional(),
  notes: inLanguages,
  theme: id.exactOptional(),
  obligor: partyList
    .exactOptional()
    .meta({ description: 'Who owes it: a party, a group or a list.' }),
  beneficiary: partyList.exactOptional().meta({ description: 'To whom it is owed.' }),
  counting: convention.exactOptional().meta({ description: 'Its own counting convention.' }),
  zone: words.exactOptional().meta({ description: 'Its own zone, an IANA name.' }),
  calendars: z.array(id).exactOptional().meta({ description: 'Its own working calendars.' }),
  quantity: words.exactOptional().meta({
    description:
      'How much: 30 %, 600 trucks a day. Of a number of things (18 ships) facts say how many were delivered.',
  }),
  marks: z.enum(OCCASION_NATURES).exactOptional().meta({
    description:
      'With `falls`: whether it is a beginning, an end or a moment, if the title does not say so.',
  }),
};

export const caseSchema = z.strictObject({
  title: spoken.exactOptional(),
  titles: inLanguages,
  ...timing,
});
const cases = z
  .array(caseSchema)
  .min(2)
  .exactOptional()
  .meta({ description: 'Alternatives in order; each but the last has `when`.' });
export const phaseSchema = z.strictObject({ ...described, ...timing, cases });
export const obligationSchema = z.strictObject({
  ...described,
  title: spoken,
  'for each': partyList.exactOptional().meta({
    description: 'A party group, a list of parties or a repeating event: one milestone for each.',
  }),
  ...timing,
  cases,
  phases: z
    .array(phaseSchema)
    .min(1)
    .exactOptional()
    .meta({ description: 'Steps with their own timing, addressed `obligation.phase`.' }),
});

/** The parameters are those of docs/counting.md. */
export const conventionSchema = z
  .strictObject({
    like: convention
      .exactOptional()
      .meta({ description: 'The convention that it is like in all that it does not say.' }),
    title: words.exactOptional(),
    source: words.exactOptional().meta({ description: 'Where the agreement says so.' }),
    'excludes-trigger-day': z
      .boolean()
      .exactOptional()
      .meta({ description: 'The day of the event is day 0; otherwise it is day 1.' }),
    'counts-begun-day': z.boolean().exactOptional().meta({
      description: 'A term that begins at the beginning of a day counts that day.',
    }),
    'month-end': z.enum(MONTH_ENDS).exactOptional().meta({
      description:
        'If the month has no such day: its last day, or the first of the next. With end-of-month, a period from the last day of a month also ends on the last day of one.',
    }),
    'clear-days': z
      .boolean()
      .exactOptional()
      .meta({ description: 'Counted backwards, neither end of a number of days counts.' }),
    roll: roll('To which working day a last day that is a day of rest moves, in both directions.'),
    'roll-forward': roll('The same for periods counted forwards.'),
    'roll-backward': roll('The same for periods counted backwards.'),
    'rolls-for': z.enum(ROLLS_FOR).exactOptional().meta({
      description:
        'All deadlines counted by a period, acts that need an office to be open, or every deadline, also on a date that the text names or that repeats.',
    }),
    'short-period-days': z
      .int()
      .min(0)
      .max(366)
      .exactOptional()
      .meta({ description: 'Periods of at most so many days count working days only.' }),
    'minimum-working-days': z
      .int()
      .min(0)
      .max(31)
      .exactOptional()
      .meta({ description: 'A period of two days or more has at least so many working days.' }),
    'hours-from': z
      .enum(['event', 'next-full-hour'])
      .exactOptional()
      .meta({ description: 'Hours run from the event, or from the next full hour.' }),
    'hours-roll': z.enum(['none', 'same-time']).exactOptional().meta({
      description: 'Hours that end on a day of rest roll to the same time of a working day.',
    }),
    'keeps-clock': z
      .boolean()
      .exactOptional()
      .meta({ description: 'Days and months keep the clock time of the event.' }),
    weekend: z
      .array(z.enum(WEEKDAY_NAMES))
      .max(6, 'at least one weekday that is worked')
      .exactOptional()
      .meta({ description: 'The weekend where no calendar is named.' }),
    calendars: z
      .array(id)
      .exactOptional()
      .meta({ description: 'The working calendars of entries that name none.' }),
  })
  .meta({
    examples: [{ like: 'exclusive', roll: 'modified-following', calendars: ['us-federal'] }],
  });

export const sourceSchema = z.strictObject({
  title: words,
  publisher: words.exactOptional(),
  date: civilDay.exactOptional(),
  url: address.exactOptional(),
  note: words.exactOptional(),
});

export const partySchema = z.strictObject({
  name: spoken,
  names: inLanguages,
  groups: z.array(id).exactOptional(),
  zone: words.exactOptional(),
});

export const eventSchema = z.strictObject({
  title: spoken,
  titles: inLanguages,
  by: partyList.exactOptional().meta({
    description: 'Happens once for each of these: a party, a group or a list of ids.',
  }),
  repeats: z.boolean().exactOptional().meta({ description: 'It can happen more than once.' }),
  note: spoken.exactOptional(),
  notes: inLanguages,
});

/** The shape of an agreement document. `engine/compile` checks its phrases and names. */
export const documentSchema = z.strictObject({
  id,
  title: spoken,
  titles: inLanguages,
  status: words.exactOptional(),
  note: spoken.exactOptional(),
  notes: inLanguages,
  zone: words.meta({
    description: 'IANA name; a day ends at midnight in this zone.',
    examples: ['Europe/Kyiv'],
  }),
  counting: convention.exactOptional().meta({
    description: 'The counting convention.',
    examples: ['agreement-d-plus-n'],
  }),
  conventions: z.record(convention, conventionSchema).exactOptional().meta({
    description: 'Its own counting conventions by name, for `counting` (docs/counting.md).',
  }),
  calendars: z
    .array(id)
    .exactOptional()
    .meta({ description: 'The working calendars to count with.' }),
  sources: z.array(sourceSchema).exactOptional(),
  parties: z.record(id, partySchema).exactOptional(),
  events: z
    .record(id, eventSchema)
    .exactOptional()
    .meta({ description: 'What phrases count from; `signing` need not be declared.' }),
  invented: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Fictional, made to show the language.' }),
  obligations: z
    .array(obligationSchema)
    .min(1)
    .meta({ description: 'What is owed, in the order of the text.' }),
});

/** The same schema as a named component of the OpenAPI document. */
export const documentComponent = documentSchema.meta({ id: 'AgreementDocument' });

/** The content of `config/agreement.schema.json`, the JSON Schema that editors use. */
export function documentSchemaText(): string {
  const { $schema, ...rest } = z.toJSONSchema(documentSchema, { io: 'input' });
  const schema = { $schema, title: 'An agreement as Pacta reads it', ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
