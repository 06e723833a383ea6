import '../../../base/issues';
import { isRecord } from '../../../base/guards';
import { FaultList } from '../../../base/limits/fault-list';
import { type Limits, overLimit } from '../../../base/limits/limits';
import { type Fault, pointerOf } from '../../../base/refusal';
import { faulty, readSource, type Source, sorted } from '../../../base/text/source';
import type { SourceMap } from '../../../base/text/source-map';
import { luxonZones } from '../../../base/zones';
import { DEFAULT_LIMITS } from '../../../config/policy';
import type { Agreement } from '../../../engine/compile/agreement';
import { type Compiled, compile } from '../../../engine/compile/compile';
import type { AgreementDocument, DocumentFault } from '../../../engine/model/document';
import {
  type ReadDocument,
  type ReadWords,
  readDocument,
} from '../../../engine/reading/read-document';
import { documentSchema } from './document-schema';
import { WHOLE_EXAMPLE } from './key-examples';
import { withPlainTexts } from './plain-texts';
import { REPLACED_ID, repairDocument } from './repair';
import { addShapeFaults } from './shape-faults';

/** A document that was read: compiled, and the words in it that were no phrases. */
interface ReadAgreement {
  agreement: Agreement;
  read: readonly ReadWords[];
}

/**
 * Reads an agreement document, YAML 1.2 or JSON, and compiles it. Its phrases may have the words of agreements; in the
 * compiled document they are canonical.
 * @param name what messages call the source: a file's path, or "The document".
 * @throws Refusal 'invalid' with the faults found, each with pointer, line, column, excerpt and example, or with the
 * limit that the document exceeds; 'too-large' above the limit of its bytes.
 */
export function readAgreement(text: string, name: string, options: Reading = {}): Agreement {
  return readWithWords(text, name, options).agreement;
}

/** As `readAgreement`, with what was read as which phrase. */
export function readWithWords(text: string, name: string, options: Reading = {}): ReadAgreement {
  const { limits = DEFAULT_LIMITS, id } = options;
  const counted = Buffer.byteLength(text);
  if (counted > limits.documentBytes) {
    throw overLimit({ name: 'documentBytes', counted, unit: 'bytes' }, limits, {}, name);
  }
  const source = readSource(text, name, limits);
  refuseEntries(source, name, limits);
  return compileChecked(source, name, limits, id);
}

/** How a document is read. */
interface Reading {
  limits?: Limits;
  /** The id that the document must have because it replaces another version. */
  id?: string;
}

/** Counts entries before their shape is examined, since each could have many faults. */
function refuseEntries({ value, map }: Source, name: string, limits: Limits): void {
  const obligations: unknown = isRecord(value) ? value.obligations : undefined;
  if (!Array.isArray(obligations)) return;
  const counted = obligations.reduce((sum: number, one: unknown) => {
    const phases: unknown = isRecord(one) ? one.phases : undefined;
    return sum + 1 + (Array.isArray(phases) ? phases.length : 0);
  }, 0);
  if (counted <= limits.entries) return;
  const pointer = '/obligations';
  const excess = { name: 'entries', counted, unit: 'obligations and phases' } as const;
  throw overLimit(excess, limits, { pointer, ...map.locateKey(pointer) }, name);
}

function compileChecked(
  { value, map, faults }: Source,
  name: string,
  limits: Limits,
  id?: string,
): ReadAgreement {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw faulty(name, [...faults, notADocument(map)]);
  }
  const checked = documentSchema.safeParse(value);
  const issues = checked.error?.issues ?? [];
  const unreadable = new Set(faults.map(({ pointer }) => pointer));
  const list = new FaultList(limits);
  for (const issue of issues) addShapeFaults(list, issue, value, map);
  const shape = list
    .all()
    .filter(({ pointer, more }) => more !== undefined || !unreadable.has(pointer));
  // A list that is full says enough: what the rest means would only cost time.
  if (list.isFull) throw faulty(name, sorted([...faults, ...shape]));
  // The repaired rest is compiled too, so that all faults are reported at once.
  const written = checked.data ?? repairDocument(value, issues);
  if (written === undefined) throw faulty(name, sorted([...faults, ...shape]));
  const document = withPlainTexts(written);
  const known = (zone: string): boolean => luxonZones.known(zone);
  const words = readDocument(document, known, limits.faults);
  const compiled = compile(words.document, known, false, limits.faults);
  const compileFaults = [
    ...zoneFaults(document, map, limits),
    ...(id === undefined || document.id === id ? [] : [otherId(document.id, id, map)]),
    ...phraseFaults(timingFaults(words, compiled), map, limits),
  ];
  const covered = new Set(shape.map(({ pointer }) => pointer));
  const found = [
    ...faults,
    ...shape,
    ...compileFaults.filter(
      ({ pointer, more }) => more !== undefined || !isCovered(pointer, covered),
    ),
  ];
  if (found.length > 0 || !compiled.ok) {
    const unexamined = compiled.ok ? 0 : compiled.unexamined;
    const rest = unexamined === 0 ? '' : ` (${unexamined} obligations were not examined)`;
    throw faulty(`${name}${rest}`, sorted(found));
  }
  return { agreement: compiled.agreement, read: words.read };
}

/** What is wrong with words and phrases; a phrase that was read from other words is named. */
function timingFaults({ read, faults }: ReadDocument, compiled: Compiled): DocumentFault[] {
  if (compiled.ok) return faults;
  const unread = new Set(faults.map(({ pointer }) => pointer));
  const phrases = new Map(read.map(({ pointer, phrase }) => [pointer, phrase]));
  const others = compiled.faults.filter(({ pointer }) => !unread.has(pointer));
  return [
    ...faults,
    ...others.map(({ at, ...fault }) => {
      const phrase = phrases.get(fault.pointer);
      if (phrase === undefined) return at === undefined ? fault : { ...fault, at };
      return { ...fault, detail: `${fault.detail} (the words are read as "${phrase}")` };
    }),
  ];
}

/** Whether there is already a fault at this place or at one that contains it. */
function isCovered(pointer: string, covered: ReadonlySet<string>): boolean {
  const parts = pointer.split('/');
  return parts.some((_, i) => covered.has(parts.slice(0, i + 1).join('/')));
}

function notADocument(map: SourceMap): Fault {
  return {
    pointer: '',
    detail: 'is not an agreement document',
    expected: 'a mapping with id, title, zone and obligations',
    example: WHOLE_EXAMPLE,
    ...map.at(0),
  };
}

function otherId(found: string, id: string, map: SourceMap): Fault {
  return {
    pointer: '/id',
    detail: `"${found}" is the id of another agreement`,
    expected: `"${id}", the id of the agreement that is amended; an id never changes`,
    example: `id: ${id}`,
    ...map.locate('/id'),
  };
}

/** Checked here because the engine has no zone tables. */
function zoneFaults(document: AgreementDocument, map: SourceMap, limits: Limits): Fault[] {
  const named: [string, string | undefined][] = [['/zone', document.zone]];
  for (const [id, party] of Object.entries(document.parties ?? {})) {
    named.push([pointerOf(['parties', id, 'zone']), party.zone]);
  }
  for (const [i, obligation] of document.obligations.entries()) {
    named.push([`/obligations/${i}/zone`, obligation.zone]);
    for (const [j, phase] of (obligation.phases ?? []).entries()) {
      named.push([`/obligations/${i}/phases/${j}/zone`, phase.zone]);
    }
  }
  const faults = new FaultList(limits);
  for (const [pointer, zone] of named) {
    // Looking for a zone that does not exist costs a tenth of a millisecond.
    if (faults.isFull) break;
    if (zone === undefined || luxonZones.known(zone)) continue;
    faults.add(() => ({
      pointer,
      detail: `there is no zone "${zone}"`,
      expected: 'an IANA name such as Europe/Kyiv',
      example: 'zone: Europe/Kyiv',
      ...map.locate(pointer),
    }));
  }
  return faults.all();
}

function phraseFaults(found: readonly DocumentFault[], map: SourceMap, limits: Limits): Fault[] {
  const faults = new FaultList(limits);
  for (const { at, example, ...rest } of found) {
    faults.add(() => ({
      ...rest,
      ...(example === undefined || example.startsWith(REPLACED_ID) ? {} : { example }),
      ...map.locate(rest.pointer, at?.offset, at?.length),
    }));
  }
  return faults.all();
}
