import type { Convention } from '../counting/convention';
import type { AgreementDocument } from '../model/document';
import { documentIn, spokenIn } from '../model/texts';
import type { Ref } from '../phrase/tree';
import { type Agreement, buildAgreement } from './agreement';
import type { Item } from './item';

/** An item without the parts that its document contains. */
type PortableItem = Omit<Item, 'obligation' | 'phase' | 'convention'> & {
  convention: string;
  /** The index of its obligation, and of its phase in that one. */
  place: readonly [number, number?];
};

/** A compiled document as JSON, for an engine without the parser: the page's. */
export interface Portable {
  items: readonly PortableItem[];
  phases: Readonly<Record<string, readonly string[]>>;
  needs: Readonly<Record<string, readonly Ref[]>>;
  /** The counting conventions of its items. */
  conventions: readonly Convention[];
}

export function pack({ document, items, phases, needs }: Agreement): Portable {
  const places = new Map(document.obligations.map((obligation, i) => [obligation, i]));
  return {
    items: items.map(({ obligation, phase, convention, ...rest }) => {
      const i = places.get(obligation) ?? 0;
      const j = phase === undefined ? -1 : (obligation.phases?.indexOf(phase) ?? -1);
      return { ...rest, convention: convention.name, place: j < 0 ? [i] : [i, j] };
    }),
    phases: Object.fromEntries(phases),
    needs: Object.fromEntries(needs),
    conventions: [...new Set(items.map(({ convention }) => convention))],
  };
}

/**
 * The agreement that `pack` was given, with its titles in a language where it has them.
 * @param document the document that it was compiled from.
 * @throws RangeError where the document is another.
 */
export function unpack(
  { items, phases, needs, conventions }: Portable,
  written: AgreementDocument,
  language = '',
) {
  const document = documentIn(written, language);
  const byName = new Map(conventions.map((one) => [one.name, one]));
  const found = items.map(({ convention: name, place: [i, j], ...rest }): Item => {
    const [obligation, convention] = [document.obligations[i], byName.get(name)];
    const phase = j === undefined ? undefined : obligation?.phases?.[j];
    if (obligation === undefined || convention === undefined) {
      throw new RangeError(`"${rest.path}" was not compiled from this document`);
    }
    return {
      ...spokenIn(rest, language),
      obligation,
      convention,
      ...(phase === undefined ? {} : { phase }),
    };
  });
  return buildAgreement(
    document,
    found,
    new Map(Object.entries(phases)),
    new Map(Object.entries(needs)),
  );
}
