import { numberIn } from './number-format';
import { isOn, type ListPlace, levelOf, type Styles } from './styles';
import { childOf, readTree, valueOf, type XmlElement } from './xml';

/** A level of a list: how its numbers are printed, and when they begin again. */
interface Level {
  readonly start: number;
  readonly format: string;
  /** "Article %1", "%1.%2", "(%3)": the numbers of levels, counted from 1, in a text. */
  readonly text: string;
  /** Begins again after a number of this level, counted from 1, or of one above it; 0: never. */
  readonly restart: number | undefined;
  /** All numbers are printed in figures. */
  readonly legal: boolean;
  /** The paragraph style that has this level. */
  readonly style: string | undefined;
}

/** The form of one or several lists, which count together. */
interface Form {
  readonly levels: ReadonlyMap<number, Level>;
  /** The style whose list has the levels. */
  readonly byStyle: string | undefined;
}

interface List {
  readonly form: string;
  /** Levels that this list has otherwise, and those that it begins anew. */
  readonly levels: ReadonlyMap<number, Level>;
  readonly starts: ReadonlyMap<number, number>;
}

const NUMBER = 1_000_000;

/** The lists of a document, and where each of them has arrived. Ask for the numbers of paragraphs in their order. */
export class Numbering {
  private readonly forms = new Map<string, Form>();
  private readonly lists = new Map<string, List>();
  /** The last number of each level, by form. */
  private readonly counters = new Map<string, (number | undefined)[]>();
  private readonly begun = new Set<string>();

  constructor(
    part: { bytes: Uint8Array; name: string } | undefined,
    private readonly styles: Styles,
  ) {
    if (part === undefined) return;
    const root = childOf(readTree(part.bytes, part.name), 'numbering');
    for (const element of root?.children ?? []) {
      if (element.name === 'abstractNum') this.addForm(element);
      else if (element.name === 'num') this.addList(element);
    }
  }

  /** The number of the next paragraph, such as "Article 4" or "(b)"; undefined where it has none. */
  next(style: string | undefined, own: ListPlace): string | undefined {
    const ofStyle = this.styles.listOf(style);
    const id = own.list ?? ofStyle?.place.list;
    const list = id === undefined ? undefined : this.lists.get(id);
    if (id === undefined || list === undefined) return undefined;
    const { form, levels } = this.resolved(list);
    const byStyle = own.list === undefined ? this.levelOfStyle(levels, ofStyle?.style) : undefined;
    const level = own.level ?? byStyle ?? ofStyle?.place.level ?? 0;
    const levelAt = (i: number) => list.levels.get(i) ?? levels.get(i);
    const definition = levelAt(level);
    if (definition === undefined) return undefined;
    const startOf = (i: number) => list.starts.get(i) ?? levelAt(i)?.start ?? 1;
    const counters = this.countersOf(form, id, list);
    const last = counters[level];
    counters[level] = last === undefined ? startOf(level) : last + 1;
    for (let deeper = level + 1; deeper <= 8; deeper += 1) {
      const restart = levelAt(deeper)?.restart;
      if (restart === undefined || level + 1 <= restart) counters[deeper] = undefined;
    }
    const numberAt = (i: number) => {
      const number = counters[i] ?? startOf(i);
      const format = definition.legal ? 'decimal' : (levelAt(i)?.format ?? 'decimal');
      return numberIn(format, number) ?? String(number);
    };
    if (definition.format === 'bullet') return bulletOf(definition.text);
    const text = definition.text.replace(/%([1-9])/g, (_, digit: string) => {
      return numberAt(Number(digit) - 1);
    });
    return text.trim() === '' ? undefined : text.trim();
  }

  private addForm(element: XmlElement): void {
    const id = element.attributes.abstractNumId;
    if (id === undefined) return;
    this.forms.set(id, {
      levels: new Map(element.children.flatMap(levelIn)),
      byStyle: valueOf(element, 'numStyleLink'),
    });
  }

  private addList(element: XmlElement): void {
    const id = element.attributes.numId;
    const form = valueOf(element, 'abstractNumId');
    // The list 0 is none: it takes a paragraph out of the list of its style.
    if (id === undefined || id === '0' || form === undefined) return;
    const overrides = element.children.filter(({ name }) => name === 'lvlOverride');
    const starts = overrides.flatMap((override): [number, number][] => {
      const level = levelOf(override.attributes.ilvl);
      const start = numberOf(valueOf(override, 'startOverride'));
      return level === undefined || start === undefined ? [] : [[level, start]];
    });
    const levels = new Map(overrides.flatMap(({ children }) => children.flatMap(levelIn)));
    this.lists.set(id, { form, levels, starts: new Map(starts) });
  }

  /** The form of a list; a form may refer to the list of a style. */
  private resolved({ form }: List): { form: string; levels: ReadonlyMap<number, Level> } {
    const own = this.forms.get(form);
    const linked = own?.byStyle === undefined ? undefined : this.styles.listOf(own.byStyle);
    const other = this.lists.get(linked?.place.list ?? '')?.form ?? form;
    const levels = this.forms.get(other)?.levels ?? new Map<number, Level>();
    return { form: other, levels };
  }

  private levelOfStyle(
    levels: ReadonlyMap<number, Level>,
    style: string | undefined,
  ): number | undefined {
    return [...levels].find(([, level]) => level.style !== undefined && level.style === style)?.[0];
  }

  private countersOf(form: string, id: string, { starts }: List): (number | undefined)[] {
    const counters = this.counters.get(form) ?? [];
    this.counters.set(form, counters);
    if (!this.begun.has(id)) for (const level of starts.keys()) counters[level] = undefined;
    this.begun.add(id);
    return counters;
  }
}

function levelIn(element: XmlElement): [number, Level][] {
  const at = levelOf(element.attributes.ilvl);
  if (element.name !== 'lvl' || at === undefined) return [];
  const legal = childOf(element, 'isLgl');
  return [
    [
      at,
      {
        start: numberOf(valueOf(element, 'start')) ?? 1,
        format: valueOf(element, 'numFmt') ?? 'decimal',
        text: valueOf(element, 'lvlText') ?? '',
        restart: numberOf(valueOf(element, 'lvlRestart')),
        legal: legal !== undefined && isOn(legal.attributes.val ?? 'true'),
        style: valueOf(element, 'pStyle'),
      },
    ],
  ];
}

function numberOf(text: string | undefined): number | undefined {
  const number = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  return number === undefined || number > NUMBER ? undefined : number;
}

/** Bullets are signs of special fonts, which have no meaning without these. */
const bulletOf = (text: string): string => (/^[-\u2013\u2014]$/.test(text) ? text : '\u2022');
