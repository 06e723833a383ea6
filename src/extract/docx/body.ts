import { isOn, type ListPlace, levelOf } from './styles';
import type { Attributes, XmlReader } from './xml';

/** A paragraph as it is read: with accepted changes, without hidden text and field codes. */
export interface Paragraph {
  readonly text: string;
  readonly style: string | undefined;
  readonly place: ListPlace;
  /** The id of the note whose text it is, in a part that holds notes. */
  readonly note: string | undefined;
}

interface OpenParagraph {
  text: string;
  style: string | undefined;
  list: string | undefined;
  level: number | undefined;
  /** Its end was deleted: it is one paragraph with the next. */
  endDeleted: boolean;
  /** Fields whose code is not over: their text is none of the document. */
  fields: { code: boolean }[];
}

/** What changes have removed, what older programs show instead, and what properties were before a change. */
const SKIPPED = new Set([
  'del',
  'moveFrom',
  'mc:Fallback',
  'instrText',
  'delText',
  'delInstrText',
  'pPrChange',
  'rPrChange',
  'sectPrChange',
  'tblPrChange',
  'tblPrExChange',
  'trPrChange',
  'tcPrChange',
  'numberingChange',
]);
const BREAKS: Readonly<Record<string, string>> = {
  tab: ' ',
  ptab: ' ',
  br: '\n',
  cr: '\n',
  noBreakHyphen: '-',
};

/** Collects the paragraphs of a part in their order: those of tables cell by cell, those of text boxes before their anchor. */
export class BodyReader implements XmlReader {
  /** Pictures, which are not read. */
  pictures = 0;
  private readonly names: string[] = [];
  /** How many of the open elements belong to one that is skipped. */
  private skipped = 0;
  /** A text box stands inside a paragraph. */
  private readonly paragraphs: OpenParagraph[] = [];
  /** A field may reach over several paragraphs. */
  private readonly fields: { code: boolean }[] = [];
  /** The text of paragraphs whose end was deleted. */
  private carried = '';
  private note: string | undefined;
  private hidden = false;
  private readonly rows: { deleted: boolean }[] = [];

  /** @param take called with each paragraph. */
  constructor(
    private readonly take: (paragraph: Paragraph) => void,
    /** Called with the id of a note where the text refers to it; returns its mark. */
    private readonly markOf: (id: string, kind: 'footnote' | 'endnote') => string,
  ) {}

  open(name: string, attributes: Attributes): void {
    const parent = this.names.at(-1);
    this.names.push(name);
    if (this.skipped > 0) this.skipped += 1;
    else if (name === 'del' || name === 'moveFrom') this.removed(parent);
    else if (SKIPPED.has(name)) this.skipped = 1;
    else this.enter(name, parent, attributes);
  }

  close(name: string): void {
    this.names.pop();
    if (this.skipped > 0) {
      this.skipped -= 1;
      return;
    }
    if (name === 'p') this.endParagraph();
    else if (name === 'tc' || name === 'body') this.endCarried();
    else if (name === 'tr') this.rows.pop();
    else if (name === 'footnote' || name === 'endnote') this.note = undefined;
  }

  text(text: string): void {
    if (this.skipped === 0 && this.names.at(-1) === 't') this.write(text);
  }

  /** A removal is an element around what is removed, or a property of a paragraph's end or of a row. */
  private removed(parent: string | undefined): void {
    const paragraph = this.paragraphs.at(-1);
    if (parent === 'trPr') {
      const row = this.rows.at(-1);
      if (row !== undefined) row.deleted = true;
    } else if (parent === 'rPr' && this.names.at(-3) === 'pPr' && paragraph !== undefined) {
      paragraph.endDeleted = true;
    } else if (parent !== 'rPr') this.skipped = 1;
  }

  private enter(name: string, parent: string | undefined, { val, ...more }: Attributes): void {
    const paragraph = this.paragraphs.at(-1);
    if (name === 'p') this.begin();
    else if (name === 'tr') this.rows.push({ deleted: false });
    else if (name === 'r') this.hidden = false;
    else if (name === 'vanish' && this.names.at(-3) === 'r') this.hidden = isOn(val ?? 'true');
    else if (name === 'pic:pic') this.pictures += 1;
    else if (name === 'footnote' || name === 'endnote') this.note = more.id;
    else if (paragraph === undefined) return;
    else if (parent === 'r') this.inRun(name, paragraph, more);
    else if (parent === 'pPr' && name === 'pStyle') paragraph.style = val;
    else if (parent === 'numPr' && name === 'numId') paragraph.list = val;
    else if (parent === 'numPr' && name === 'ilvl') paragraph.level = levelOf(val);
  }

  private inRun(name: string, paragraph: OpenParagraph, attributes: Attributes): void {
    const { fldCharType, id } = attributes;
    if (name === 'fldChar') {
      const field = paragraph.fields.at(-1);
      if (fldCharType === 'begin') paragraph.fields.push({ code: true });
      else if (fldCharType === 'separate' && field !== undefined) field.code = false;
      else if (fldCharType === 'end') paragraph.fields.pop();
    } else if (name === 'footnoteReference' && id !== undefined) {
      this.write(`[${this.markOf(id, 'footnote')}]`);
    } else if (name === 'endnoteReference' && id !== undefined) {
      this.write(`[${this.markOf(id, 'endnote')}]`);
    } else this.write(BREAKS[name] ?? '');
  }

  private begin(): void {
    const fields = this.paragraphs.length === 0 ? this.fields : [];
    this.paragraphs.push({
      text: '',
      style: undefined,
      list: undefined,
      level: undefined,
      endDeleted: false,
      fields,
    });
  }

  private write(text: string): void {
    const paragraph = this.paragraphs.at(-1);
    if (paragraph === undefined || this.hidden) return;
    if (!paragraph.fields.some(({ code }) => code)) paragraph.text += text;
  }

  /** What was carried to a paragraph that does not follow. */
  private endCarried(): void {
    const place = { list: undefined, level: undefined };
    if (this.carried !== '')
      this.take({ text: this.carried, style: undefined, place, note: this.note });
    this.carried = '';
  }

  private endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    if (paragraph === undefined || this.rows.some(({ deleted }) => deleted)) return;
    const text = this.carried + paragraph.text;
    this.carried = '';
    if (paragraph.endDeleted) {
      this.carried = text;
      return;
    }
    const { style, list, level } = paragraph;
    this.take({ text, style, place: { list, level }, note: this.note });
  }
}
