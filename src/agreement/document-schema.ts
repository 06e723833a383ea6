import { z } from 'zod';
import { POLICY } from '../../config/policy';
import type { AgreementDocument } from '../schedule/document';

const id = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'lower-case letters and digits joined by hyphens, such as prisoner-exchange',
  )
  .max(80);
const words = z.string().trim().min(1).max(4_000);
const phrase = z.string({ error: 'a phrase in quotes or plain text' }).trim().min(1).max(1_000);
const partyList = z.union([id, z.array(id).min(1)]);
const civilDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2025-11-27');

const timing = {
  due: phrase.optional(),
  holds: phrase.optional(),
  falls: phrase.optional(),
  opens: phrase.optional(),
  target: phrase.optional(),
  grace: phrase.optional(),
  when: phrase.optional(),
  unless: phrase.optional(),
  renews: phrase.optional(),
  extends: phrase.optional(),
  pauses: phrase.optional(),
  reverts: phrase.optional(),
  supersedes: phrase.optional(),
};

const described = {
  id,
  title: words.optional(),
  ref: z.string({ error: 'text; quote a number-like reference (ref: "3.10")' }).max(80).optional(),
  quote: words.optional(),
  note: words.optional(),
  theme: id.optional(),
  obligor: partyList.optional(),
  beneficiary: partyList.optional(),
  counting: id.optional(),
  zone: words.optional(),
  calendars: z.array(id).optional(),
  quantity: words.optional(),
};

const cases = z.array(z.strictObject({ title: words.optional(), ...timing })).optional();
const phase = z.strictObject({ ...described, ...timing, cases });
const obligation = z.strictObject({
  ...described,
  title: words,
  'for each': partyList.optional(),
  ...timing,
  cases,
  phases: z.array(phase).min(1).optional(),
});

/** The shape of an agreement document; what its phrases mean is for `schedule/compile` to judge. */
export const documentSchema = z.strictObject({
  id,
  title: words,
  status: words.optional(),
  note: words.optional(),
  zone: words,
  counting: id.optional(),
  calendars: z.array(id).optional(),
  sources: z
    .array(
      z.strictObject({
        title: words,
        publisher: words.optional(),
        date: civilDay.optional(),
        url: words.optional(),
        note: words.optional(),
      }),
    )
    .optional(),
  parties: z
    .record(
      id,
      z.strictObject({ name: words, groups: z.array(id).optional(), zone: words.optional() }),
    )
    .optional(),
  events: z
    .record(
      id,
      z.strictObject({
        title: words,
        by: partyList.optional(),
        repeats: z.boolean().optional(),
        note: words.optional(),
      }),
    )
    .optional(),
  invented: z.boolean().optional(),
  obligations: z.array(obligation).min(1).max(POLICY.obligationsPerAgreement),
});

/** An example of each key, shown beside a fault at that key. */
export const KEY_EXAMPLES: Readonly<Record<string, string>> = {
  id: 'id: prisoner-exchange',
  title: 'title: Exchange of all prisoners',
  ref: 'ref: "24"',
  zone: 'zone: Europe/Kyiv',
  counting: 'counting: agreement-d-plus-n',
  due: 'due: within 100 days of signing',
  holds: 'holds: from signing',
  grace: 'grace: 72 hours',
  phases: 'phases: [{id: stage-1, due: within 30 days of signing}]',
  obligor: 'obligor: [ukraine, russia]',
  parties: 'parties: {ukraine: {name: Ukraine}}',
  events: 'events: {signing: {title: Signature by all parties}}',
  obligations: 'obligations: [{id: elections, title: Elections, due: within 100 days of signing}]',
};

/** The schema's output as the schedule reads it; the two are held together by the compiler. */
export function asDocument(value: z.infer<typeof documentSchema>): AgreementDocument {
  return value as AgreementDocument;
}
