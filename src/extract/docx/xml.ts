import { parser as createParser, type QualifiedTag, type SAXParser, type Tag } from 'sax';
import { POLICY } from '../../config/policy';
import { broken } from '../refusals';

/** Attributes by local name: `w:val` is `val`. */
export type Attributes = Readonly<Record<string, string | undefined>>;

export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly XmlElement[];
}

/** Namespaces whose elements are read, each with the prefix of their names here. WordprocessingML has none. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', ''],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', ''],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc:'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel:'],
  ['http://schemas.openxmlformats.org/drawingml/2006/picture', 'pic:'],
]);

/**
 * Reads an XML part, element by element. Elements of a namespace that is not read are named "other".
 * @throws Refusal for a part that is not well-formed, that has a document type (so nothing can define an entity), or that is
 * nested too deeply.
 */
export function readXml(bytes: Uint8Array, part: string, reader: XmlReader): void {
  const parser = createParser(true, { xmlns: true });
  const open: string[] = [];
  const refuse = (why: string): never => {
    throw broken('DOCX', why, part);
  };
  const handlers: Partial<SAXParser> = {
    onerror: ({ message }) => refuse(message),
    ondoctype: () => refuse('it has a document type declaration, which no DOCX file has'),
    onopentag(tag) {
      const name = nameOf(tag);
      open.push(name);
      if (open.length > POLICY.xmlDepth) {
        refuse(`its elements are more than ${POLICY.xmlDepth} levels deep`);
      }
      reader.open(name, attributesOf(tag));
    },
    onclosetag: () => reader.close(open.pop() ?? ''),
    ontext: (text) => reader.text?.(text),
    oncdata: (text) => reader.text?.(text),
  };
  Object.assign(parser, handlers);
  parser.write(decoded(bytes, refuse)).close();
}

/** A whole part as a tree; for small parts. */
export function readTree(bytes: Uint8Array, part: string): XmlElement {
  interface Node extends XmlElement {
    children: Node[];
  }
  const root: Node = { name: '', attributes: {}, children: [] };
  const open = [root];
  readXml(bytes, part, {
    open(name, attributes) {
      const node: Node = { name, attributes, children: [] };
      open.at(-1)?.children.push(node);
      open.push(node);
    },
    close() {
      open.pop();
    },
  });
  return root;
}

/** The first child of a name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** The attribute `val` of a child, which is where WordprocessingML has its values. */
export const valueOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.attributes.val;

function nameOf(tag: Tag | QualifiedTag): string {
  if (!('uri' in tag)) return 'other';
  const prefix = NAMESPACES.get(tag.uri);
  return prefix === undefined ? 'other' : `${prefix}${tag.local}`;
}

function attributesOf({ attributes }: Tag | QualifiedTag): Attributes {
  const found: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') found[name] = value;
    else found[value.local] = value.value;
  }
  return found;
}

/** XML is UTF-8, or UTF-16 with a byte order mark (XML 1.0, 4.3.3). */
function decoded(bytes: Uint8Array, refuse: (why: string) => never): string {
  const [first, second] = bytes;
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  const name = first === 0xfe && second === 0xff ? 'utf-16be' : wide;
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return refuse(`it is not ${name.toUpperCase()}`);
  }
}
