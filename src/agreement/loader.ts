import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { POLICY } from '../../config/policy';
import '../http/issue-words';
import { textFaults } from '../http/kept-text';
import { type Fault, pointerOf, Refusal } from '../refusal';
import { type Agreement, compile } from '../schedule/compile';
import type { DocumentFault } from '../schedule/document';
import { luxonZones } from '../zones';
import { asDocument, documentSchema, KEY_EXAMPLES } from './document-schema';
import { SourceMap } from './source-map';

/** How deep a document may nest; agreements need six. */
const DEPTH = 20;

/**
 * Reads an agreement document, YAML 1.2 or JSON, and compiles it.
 * @param name how faults call the source: a file's path, or "the document".
 * @param id the id it must have, where it replaces another version.
 * @throws Refusal 'invalid' with every fault found, each with pointer, line, column, excerpt and
 * example; 'too-large' past `POLICY.documentBytes`.
 */
export function readAgreement(text: string, name: string, id?: string): Agreement {
  if (Buffer.byteLength(text) > POLICY.documentBytes) {
    throw new Refusal(
      'too-large',
      `${name} is larger than ${POLICY.documentBytes} bytes, the limit for one agreement.`,
    );
  }
  const lines = new LineCounter();
  // The core schema has no custom tags and no merge keys; without aliases no document can explode.
  const yaml = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    uniqueKeys: true,
    // What is odd about a stranger's document is told in the answer, never on the service's own output.
    logLevel: 'error',
  });
  const map = new SourceMap(text, yaml, lines);
  if (yaml.errors.length > 0) {
    throw refusal(
      name,
      yaml.errors.map((error) => ({
        pointer: '',
        detail: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
        expected: 'valid YAML 1.2 or JSON',
        ...map.at(error.pos[0]),
      })),
    );
  }
  const value = toPlain(() => yaml.toJS({ maxAliasCount: 0 }), name);
  return compileChecked(value, name, map, id);
}

function compileChecked(value: unknown, name: string, map: SourceMap, id?: string): Agreement {
  const faults: Fault[] = textFaults(value).map((fault) => ({
    ...fault,
    ...map.locate(fault.pointer),
  }));
  const checked = documentSchema.safeParse(value);
  let document = checked.data;
  if (!checked.success) {
    faults.push(...checked.error.issues.flatMap((issue) => shapeFaults(issue, map)));
    // What is left without the misshapen parts is read too, so that all faults come at once.
    document = documentSchema.safeParse(without(value, checked.error.issues)).data;
  }
  if (document === undefined) throw refusal(name, faults);
  faults.push(...zoneFaults(document, map));
  if (id !== undefined && document.id !== id) faults.push(otherId(document.id, id, map));
  const compiled = compile(asDocument(document), (zone) => luxonZones.known(zone));
  if (!compiled.ok) faults.push(...compiled.faults.map((fault) => phraseFault(fault, map)));
  if (faults.length > 0 || !compiled.ok) throw refusal(name, sorted(faults));
  return compiled.agreement;
}

function otherId(found: string, id: string, map: SourceMap): Fault {
  return {
    pointer: '/id',
    detail: `"${found}" is another agreement`,
    expected: `the id of the agreement that is amended, which never changes`,
    example: `id: ${id}`,
    ...map.locate('/id'),
  };
}

/** The zones are the process's own tables, so the pure core cannot know which exist. */
function zoneFaults(document: z.infer<typeof documentSchema>, map: SourceMap): Fault[] {
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
  return named.flatMap(([pointer, zone]) => {
    if (zone === undefined || luxonZones.known(zone)) return [];
    const expected = 'an IANA name such as Europe/Kyiv';
    const detail = `there is no zone "${zone}"`;
    return [{ pointer, detail, expected, example: 'zone: Europe/Kyiv', ...map.locate(pointer) }];
  });
}

function toPlain(read: () => unknown, name: string): unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    throw refusal(name, [
      { pointer: '', detail: 'uses an alias (*name)', expected: 'every value written out' },
    ]);
  }
  if (typeof value !== 'object' || value === null || depthOf(value) > DEPTH) {
    throw refusal(name, [
      {
        pointer: '',
        detail: 'is not an agreement document',
        expected: `a mapping with id, title, zone and obligations, nested at most ${DEPTH} deep`,
        example: KEY_EXAMPLES.obligations as string,
      },
    ]);
  }
  return value;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner));
  return deepest + 1;
}

function shapeFaults(issue: z.core.$ZodIssue, map: SourceMap): Fault[] {
  const paths =
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key])
      : [issue.path];
  return paths.map((path) => {
    const pointer = pointerOf(path);
    const key = path.findLast((part) => typeof part === 'string');
    const example = KEY_EXAMPLES[String(key)] ?? KEY_EXAMPLES.obligations;
    const unknown = issue.code === 'unrecognized_keys';
    return {
      pointer,
      detail: unknown ? `unknown key "${String(key)}"` : issue.message,
      ...(unknown ? { expected: 'a key of the agreement language (docs/language.md)' } : {}),
      ...(example === undefined ? {} : { example }),
      ...(unknown ? map.locateKey(pointer) : map.locate(pointer)),
    };
  });
}

function phraseFault(fault: DocumentFault, map: SourceMap): Fault {
  const { at, ...rest } = fault;
  return { ...rest, ...map.locate(fault.pointer, at?.offset, at?.length) };
}

/** A copy without what the issues point at. */
function without(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(value);
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of keys) {
      remove(copy, key === undefined ? issue.path : [...issue.path, key]);
    }
  }
  return copy;
}

function remove(root: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  let holder = root as Record<PropertyKey, unknown> | undefined;
  for (const key of path.slice(0, -1)) {
    holder = holder?.[key] as Record<PropertyKey, unknown> | undefined;
  }
  if (holder === undefined || last === undefined) return;
  delete holder[last];
}

function sorted(faults: readonly Fault[]): Fault[] {
  return [...faults].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

function refusal(name: string, faults: readonly Fault[]): Refusal {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new Refusal('invalid', `${name} has ${count}; nothing was written.`, faults);
}
