import { z } from 'zod';
import { hasOtherScheme } from '../../../base/text/web-address';
import { POLICY } from '../../../config/policy';
import { OCCASION_NATURES } from '../../../engine/compile/nature';
import type { AgreementDocument } from '../../../engine/model/document';

const id = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'lower-case letters and digits joined by hyphens, such as prisoner-exchange',
  )
  .max(80);
const words = z.string().trim().min(1).max(4_000);
const phrase = z
  .string({ error: 'a phrase in quotes or plain text' })
  .trim()
  .min(1)
  .max(POLICY.phraseCharacters, `at most ${POLICY.phraseCharacters} characters`);
const partyList = z.union([id, z.array(id).min(1)], {
  error: 'the id of a party or group, or a list of ids',
});
/** An address that may become a link, or a text that never does, such as the number of a record. */
const address = words.refine(
  (text) => !hasOtherScheme(text),
  'an address that begins with https:// or http://',
);
const civilDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2025-11-27');

/** A phrase with what an editor shows at its key. */
const timed = (description: string, ...examples: readonly string[]) =>
  phrase.optional().meta({ description, examples: [...examples] });

const timing = {
  due: timed(
    'Done once by then; it can be late.',
    'within 100 days of signing',
    'by last day of the year of signing',
    'every 6 months from signing until 2027-12-31',
    'undated',
  ),
  holds: timed(
    'Held through an interval; it can be breached, never late.',
    'from signing until 2 years after signing',
    'from signing for 90 days',
    'from signing while no withdrawal-notice',
  ),
  falls: timed('A moment that simply comes.', 'first day of the 6th month after 40th deposit'),
  opens: timed('Not before; alone it is a right.', '2 months before transition.ends'),
  target: timed('A softer, earlier date beside due.', '6 months after signing'),
  grace: timed('A period after the deadline before it is overdue.', '72 hours'),
  when: timed('Owed only if; it never moves the date.', 'verification.fulfilled', 'no objection'),
  unless: timed('Owed unless; it never moves the date.', 'contrary-resolution'),
  renews: timed('Goes on by itself.', 'for 5 years unless notice 6 months before'),
  extends: timed('May be extended.', 'by agreement', 'once by at most 2 years'),
  pauses: timed('Does not run meanwhile.', 'while armed-conflict and no conflict-end'),
  reverts: timed('Undoes what was fulfilled.', 'stage-1 and stage-2 on invasion'),
  supersedes: timed('The id of the entry whose place it takes.', 'first-timetable'),
};

const described = {
  id: id.meta({ description: 'Part of every milestone’s id, for ever: never reuse or rename it.' }),
  title: words.optional(),
  ref: z
    .string({ error: 'text; quote a number-like reference (ref: "3.10")' })
    .max(80)
    .optional()
    .meta({ description: 'Article or paragraph, in quotes where it looks like a number.' }),
  quote: words.optional().meta({ description: 'The agreement’s own words.' }),
  note: words.optional(),
  theme: id.optional(),
  obligor: partyList.optional().meta({ description: 'Who owes it: a party, a group or a list.' }),
  beneficiary: partyList.optional().meta({ description: 'To whom it is owed.' }),
  counting: id.optional().meta({ description: 'Its own counting convention.' }),
  zone: words.optional().meta({ description: 'Its own zone, an IANA name.' }),
  calendars: z.array(id).optional().meta({ description: 'Its own working calendars.' }),
  quantity: words.optional().meta({ description: 'How much: 30 %, 600 trucks a day.' }),
  marks: z.enum(OCCASION_NATURES).optional().meta({
    description:
      'Beside `falls`: whether it begins something, ends something or is a mere moment, where the title does not say it.',
  }),
};

export const caseSchema = z.strictObject({ title: words.optional(), ...timing });
const cases = z
  .array(caseSchema)
  .min(2)
  .optional()
  .meta({ description: 'Alternatives in order, each with `when` but the last.' });
export const phaseSchema = z.strictObject({ ...described, ...timing, cases });
export const obligationSchema = z.strictObject({
  ...described,
  title: words,
  'for each': partyList.optional().meta({
    description: 'A party group, a list of parties or an event that repeats: one clock each.',
  }),
  ...timing,
  cases,
  phases: z
    .array(phaseSchema)
    .min(1)
    .optional()
    .meta({ description: 'Steps with their own timing, addressed `obligation.phase`.' }),
});

export const sourceSchema = z.strictObject({
  title: words,
  publisher: words.optional(),
  date: civilDay.optional(),
  url: address.optional(),
  note: words.optional(),
});

export const partySchema = z.strictObject({
  name: words,
  groups: z.array(id).optional(),
  zone: words.optional(),
});

export const eventSchema = z.strictObject({
  title: words,
  by: partyList.optional().meta({
    description: 'Happens once for each of these: a party, a group or a list.',
  }),
  repeats: z.boolean().optional().meta({ description: 'It happens many times.' }),
  note: words.optional(),
});

/** The shape of an agreement document; what its phrases mean is for `schedule/compile` to judge. */
export const documentSchema = z.strictObject({
  id,
  title: words,
  status: words.optional(),
  note: words.optional(),
  zone: words.meta({
    description: 'IANA name; its midnight ends a day.',
    examples: ['Europe/Kyiv'],
  }),
  counting: id.optional().meta({
    description: 'The counting convention.',
    examples: ['agreement-d-plus-n'],
  }),
  calendars: z.array(id).optional().meta({ description: 'The working calendars to count by.' }),
  sources: z.array(sourceSchema).optional(),
  parties: z.record(id, partySchema).optional(),
  events: z
    .record(id, eventSchema)
    .optional()
    .meta({ description: 'What phrases count from; `signing` exists without being declared.' }),
  invented: z.boolean().optional().meta({ description: 'Fictional, made to show the language.' }),
  obligations: z
    .array(obligationSchema)
    .min(1)
    .max(POLICY.obligationsPerAgreement)
    .meta({ description: 'What is owed, in the order of the text.' }),
});

/** The same as the API's description refers to it. */
export const documentComponent = documentSchema.meta({ id: 'AgreementDocument' });

/** The JSON Schema of the document, as `config/agreement.schema.json` holds it for editors. */
export function documentSchemaText(): string {
  const { $schema, ...rest } = z.toJSONSchema(documentSchema, { io: 'input' });
  const schema = { $schema, title: 'An agreement as Pacta reads it', ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The schema's output as the schedule reads it; the two are held together by the compiler. */
export function asDocument(value: z.infer<typeof documentSchema>): AgreementDocument {
  return value as AgreementDocument;
}
