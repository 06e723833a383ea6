import type { z } from 'zod';
import { isRecord } from '../../../base/guards';
import type { AgreementDocument } from '../../../engine/model/document';
import type { documentSchema } from './document-schema';

/** Each text that may be in several languages, and the key beside it for all of them. */
const TEXTS = { title: 'titles', note: 'notes', name: 'names' } as const;

/** The language of the text that stands for all. */
const FIRST = 'en';

/**
 * The document with one text for each title, note and name, and all its languages beside it (`titles`, `notes`,
 * `names`). The one text is English if there is one, else the first written.
 */
export function withPlainTexts(document: z.infer<typeof documentSchema>): AgreementDocument {
  const { parties, events, obligations } = document;
  const made: object = {
    ...plain(document),
    ...(parties && { parties: mapValues(parties) }),
    ...(events && { events: mapValues(events) }),
    obligations: obligations.map((one) => ({
      ...entry(one),
      ...(one.phases && { phases: one.phases.map(entry) }),
    })),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema, with its texts made plain
  return made as AgreementDocument;
}

function entry(one: { cases?: readonly object[] }): object {
  return { ...plain(one), ...(one.cases && { cases: one.cases.map(plain) }) };
}

function plain(one: object): object {
  const made: Record<string, unknown> = { ...one };
  for (const [key, all] of Object.entries(TEXTS)) {
    const texts = made[key];
    if (isRecord(texts))
      Object.assign(made, { [key]: texts[FIRST] ?? Object.values(texts)[0], [all]: texts });
  }
  return made;
}

function mapValues(values: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plain(value)]));
}
