import { childOf, readTree, valueOf, type XmlElement } from './xml';

/** Which list a paragraph belongs to, and its level, counted from 0. */
export interface ListPlace {
  readonly list: string | undefined;
  readonly level: number | undefined;
}

interface Style {
  readonly name: string;
  readonly basedOn: string | undefined;
  readonly place: ListPlace;
}

/** A chain of styles longer than this is a circle. */
const LONGEST_CHAIN = 50;

/** The paragraph styles of a document. */
export class Styles {
  private readonly styles = new Map<string, Style>();
  private usual: string | undefined;

  constructor(part: { bytes: Uint8Array; name: string } | undefined) {
    if (part === undefined) return;
    const root = childOf(readTree(part.bytes, part.name), 'styles');
    for (const style of root?.children ?? []) this.add(style);
  }

  private add(style: XmlElement): void {
    const { styleId, type, default: usual } = style.attributes;
    if (style.name !== 'style' || styleId === undefined) return;
    if (type === 'paragraph' && isOn(usual)) this.usual = styleId;
    this.styles.set(styleId, {
      name: valueOf(style, 'name') ?? '',
      basedOn: valueOf(style, 'basedOn'),
      place: placeOf(childOf(childOf(style, 'pPr'), 'numPr')),
    });
  }

  /** The name that programs show: "heading 1". */
  nameOf(style: string | undefined): string {
    return this.styles.get(style ?? this.usual ?? '')?.name ?? '';
  }

  /** The list of a style or of those it is based on, and the style that has it. */
  listOf(style: string | undefined): { style: string; place: ListPlace } | undefined {
    let id = style ?? this.usual;
    let level: number | undefined;
    for (let count = 0; count < LONGEST_CHAIN && id !== undefined; count += 1) {
      const found = this.styles.get(id);
      level ??= found?.place.level;
      if (found?.place.list !== undefined)
        return { style: style ?? id, place: { ...found.place, level } };
      id = found?.basedOn;
    }
    return undefined;
  }
}

/** The list that an element `numPr` names. */
function placeOf(numPr: XmlElement | undefined): ListPlace {
  return { list: valueOf(numPr, 'numId'), level: levelOf(valueOf(numPr, 'ilvl')) };
}

/** A level of a list, 0 to 8. */
export function levelOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-8]$/.test(text) ? Number(text) : undefined;
}

/** Whether a property that may be on or off is on (ISO/IEC 29500-1, 22.9.2.7). */
export const isOn = (value: string | undefined): boolean =>
  value !== undefined && !/^(?:0|false|off)$/.test(value);
