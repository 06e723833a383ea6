import type { Limits } from '../../base/limits/limits';
import { labelAt } from '../../draft/layout/labels';
import type { Extracted } from '../extracted';
import { broken, textless } from '../refusals';
import { TextBuilder } from '../text-builder';
import type { Archive } from './archive';
import { BodyReader, type Paragraph } from './body';
import { Numbering } from './numbering';
import { Styles } from './styles';
import { childOf, readTree, readXml } from './xml';

interface Part {
  name: string;
  bytes: Buffer;
}

/**
 * Reads the text of a DOCX: paragraphs with their numbers, also automatic ones; tables cell by cell; changes as accepted; notes
 * at its end. Headers and footers of pages, hidden text, comments and tables of contents are left out.
 * @throws Refusal for a broken or locked file, for one without text, and for one that exceeds a limit.
 */
export async function readDocx(archive: Archive, limits: Limits): Promise<Extracted> {
  const name = await mainPart(archive);
  const parts = new Parts(archive, name, await relationsOf(archive, name));
  const main = await archive.read(name);
  if (main === undefined) throw broken('DOCX', `it has no part ${name}`);
  const styles = new Styles(await parts.ofType('styles'));
  const numbering = new Numbering(await parts.ofType('numbering'), styles);
  const notes = new Notes();
  const builder = new TextBuilder(limits);
  const write = ({ text, style, place }: Paragraph) => {
    // The number counts also where the paragraph is empty.
    const number = numbering.next(style, place);
    if (/^toc\b/i.test(styles.nameOf(style))) return;
    for (const part of numbered(number, text)) builder.paragraph([{ text: part }]);
  };
  const body = new BodyReader(write, (id, kind) => notes.mark(id, kind));
  readXml(main, name, body);
  await notes.write(parts, builder);
  const { text } = builder.result();
  if (text.trim() === '') throw textless('DOCX');
  const { pictures } = body;
  const are = pictures === 1 ? 'One picture was' : `${pictures} pictures were`;
  return { text, pages: [], notices: pictures === 0 ? [] : [`${are} not read.`] };
}

/** A paragraph after its number. The heading of an article stands below its number, as it is printed. */
function numbered(number: string | undefined, text: string): string[] {
  if (text.trim() === '') return [];
  if (number === undefined) return [text];
  // A bare figure or letter before a text is read as a number only with a stop.
  if (/^(?:\d{1,3}|[a-z]|[ivx]{1,5}|[IVX]{1,5})$/.test(number)) return [`${number}. ${text}`];
  const style = labelAt(`${number} `)?.style;
  const ofArticle = style === 'article' || style === 'section';
  return ofArticle && isHeading(text) ? [number, text] : [`${number} ${text}`];
}

const isHeading = (text: string): boolean =>
  !/[.;:,]\s*$/.test(text) && text.trim().split(/\s+/).length <= 12;

/** Footnotes and endnotes, in the order in which the text refers to them. */
class Notes {
  private readonly marks = new Map<string, string>();

  /** The number of a note, counted through the text. */
  mark(id: string, kind: 'footnote' | 'endnote'): string {
    const key = `${kind} ${id}`;
    const known = this.marks.get(key) ?? String(this.marks.size + 1);
    this.marks.set(key, known);
    return known;
  }

  async write(parts: Parts, builder: TextBuilder): Promise<void> {
    const texts = new Map<string, string[]>();
    for (const kind of ['footnote', 'endnote'] as const) {
      const part = await parts.ofType(`${kind}s`);
      if (part === undefined) continue;
      const take = ({ text, note }: Paragraph) => {
        const key = `${kind} ${note ?? ''}`;
        texts.set(key, [...(texts.get(key) ?? []), text.trim()]);
      };
      readXml(part.bytes, part.name, new BodyReader(take, (id, of) => this.mark(id, of)));
    }
    const notes = [...this.marks].flatMap(([key, mark]) => {
      const text = texts.get(key)?.join('\n').trim() ?? '';
      return text === '' ? [] : [[{ text: `[${mark}] ${text}` }]];
    });
    if (notes.length > 0) builder.notes(notes);
  }
}

/** The parts to which the main part refers, by their type. */
class Parts {
  constructor(
    private readonly archive: Archive,
    private readonly main: string,
    private readonly relations: ReadonlyMap<string, string>,
  ) {}

  async ofType(type: string): Promise<Part | undefined> {
    const target = this.relations.get(type);
    if (target === undefined) return undefined;
    const name = resolved(this.main, target);
    const bytes = await this.archive.read(name);
    return bytes === undefined ? undefined : { name, bytes };
  }
}

async function mainPart(archive: Archive): Promise<string> {
  const target = (await relationsOf(archive, '')).get('officeDocument');
  if (target === undefined) throw broken('DOCX', 'it does not name its main part');
  return resolved('', target);
}

/** The targets of relationships inside the archive, by the last word of their type. */
async function relationsOf(archive: Archive, part: string): Promise<Map<string, string>> {
  const at = part.lastIndexOf('/') + 1;
  const name = `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
  const bytes = await archive.read(name);
  if (bytes === undefined) return new Map();
  const root = childOf(readTree(bytes, name), 'rel:Relationships');
  return new Map(
    (root?.children ?? []).flatMap(({ attributes }): [string, string][] => {
      const { Type, Target, TargetMode } = attributes;
      // What is elsewhere is not loaded.
      if (Type === undefined || Target === undefined || TargetMode === 'External') return [];
      return [[Type.slice(Type.lastIndexOf('/') + 1), Target]];
    }),
  );
}

/** The name of a part from its address relative to another (ISO/IEC 29500-2, 6.5.3); it only looks up names of the archive. */
function resolved(from: string, target: string): string {
  const segments = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const segment of target.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
