import '../../../base/issues';
import type { z } from 'zod';
import { type Fault, pointerOf, Refusal } from '../../../base/refusal';
import { faulty, readSource, type Source, sorted } from '../../../base/text/source';
import type { SourceMap } from '../../../base/text/source-map';
import { luxonZones } from '../../../base/zones';
import { POLICY } from '../../../config/policy';
import type { Agreement } from '../../../engine/compile/agreement';
import { compile } from '../../../engine/compile/compile';
import type { DocumentFault } from '../../../engine/model/document';
import { documentSchema } from './document-schema';
import { WHOLE_EXAMPLE } from './key-examples';
import { REPLACED_ID, repairDocument } from './repair';
import { shapeFaults } from './shape-faults';

type Checked = z.infer<typeof documentSchema>;

/**
 * Reads an agreement document, YAML 1.2 or JSON, and compiles it.
 * @param name what messages call the source: a file's path, or "The document".
 * @param id the id that the document must have because it replaces another version.
 * @throws Refusal 'invalid' with every fault found, each with pointer, line, column, excerpt and
 * example; 'too-large' above `POLICY.documentBytes`.
 */
export function readAgreement(text: string, name: string, id?: string): Agreement {
  if (Buffer.byteLength(text) > POLICY.documentBytes) {
    throw new Refusal(
      'too-large',
      `${name} is larger than ${POLICY.documentBytes} bytes, the limit for one agreement.`,
    );
  }
  return compileChecked(readSource(text, name), name, id);
}

function compileChecked({ value, map, faults }: Source, name: string, id?: string): Agreement {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw faulty(name, [...faults, notADocument(map)]);
  }
  const checked = documentSchema.safeParse(value);
  const issues = checked.error?.issues ?? [];
  const unreadable = new Set(faults.map(({ pointer }) => pointer));
  const shape = issues
    .flatMap((issue) => shapeFaults(issue, value, map))
    .filter(({ pointer }) => !unreadable.has(pointer));
  // The repaired rest is compiled too, so that all faults are reported at once.
  const document = checked.data ?? repairDocument(value, issues);
  if (document === undefined) throw faulty(name, sorted([...faults, ...shape]));
  const compiled = compile(document, (zone) => luxonZones.known(zone));
  const compileFaults = [
    ...zoneFaults(document, map),
    ...(id === undefined || document.id === id ? [] : [otherId(document.id, id, map)]),
    ...(compiled.ok ? [] : compiled.faults.map((fault) => phraseFault(fault, map))),
  ];
  const covered = new Set(shape.map(({ pointer }) => pointer));
  const found = [
    ...faults,
    ...shape,
    ...compileFaults.filter(({ pointer }) => !isCovered(pointer, covered)),
  ];
  if (found.length > 0 || !compiled.ok) throw faulty(name, sorted(found));
  return compiled.agreement;
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
function zoneFaults(document: Checked, map: SourceMap): Fault[] {
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

function phraseFault(fault: DocumentFault, map: SourceMap): Fault {
  const { at, example, ...rest } = fault;
  return {
    ...rest,
    ...(example === undefined || example.startsWith(REPLACED_ID) ? {} : { example }),
    ...map.locate(fault.pointer, at?.offset, at?.length),
  };
}
