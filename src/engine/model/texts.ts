import type { AgreementDocument, Texts } from './document';

/** The texts of a place of a document, and where they stand in every language. */
interface Spoken {
  title?: string;
  titles?: Texts;
  note?: string;
  notes?: Texts;
  name?: string;
  names?: Texts;
}

const known = new WeakMap<AgreementDocument, Map<string, AgreementDocument>>();

/** The document with its titles, notes and names in a language, where it has them; made once. */
export function documentIn(document: AgreementDocument, language: string): AgreementDocument {
  const made = known.get(document) ?? new Map<string, AgreementDocument>();
  known.set(document, made);
  const before = made.get(language);
  if (before !== undefined) return before;
  const spoken = <T extends Spoken>(one: T): T => spokenIn(one, language);
  const each = <T extends Spoken>(all: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(all).map(([key, one]) => [key, spoken(one)]));
  const found: AgreementDocument = {
    ...spoken(document),
    ...(document.parties && { parties: each(document.parties) }),
    ...(document.events && { events: each(document.events) }),
    obligations: document.obligations.map((one) => ({
      ...spoken(one),
      ...(one.phases && { phases: one.phases.map(spoken) }),
    })),
  };
  made.set(language, found);
  return found;
}

/** The same with its texts in a language, where it has them. */
export function spokenIn<T extends Spoken>(one: T, language: string): T {
  const { titles, notes, names } = one;
  const [title, note, name] = [titles, notes, names].map((texts) => texts?.[language]);
  return {
    ...one,
    ...(title !== undefined && { title }),
    ...(note !== undefined && { note }),
    ...(name !== undefined && { name }),
  };
}
