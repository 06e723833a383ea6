import { type Document, parseDocument } from 'yaml';
import type { Fault } from '../refusal';
import { type Place, SourceMap } from './source-map';
import { explained } from './yaml-faults';
import { Walk } from './yaml-walk';

export interface YamlSource {
  value: unknown;
  map: SourceMap;
  /** What is wrong without keeping the rest from being read. */
  faults: Fault[];
}

/** Reads a text as YAML 1.2 (core schema, without aliases and tags), or says where it is none. */
export function readYaml(text: string): YamlSource | { broken: Fault[] } {
  const whole = parsed(text);
  if (whole.errors.length === 0) return walked(text, whole);
  const { faults, mended } = explained(whole.errors, text, new SourceMap(text, () => new Map()));
  if (mended === undefined) return { broken: faults };
  const again = parsed(mended);
  if (again.errors.length > 0) return { broken: faults };
  // Lines keep their numbers, and the faults of a mended line are explained already.
  const lines = new Set(faults.map(({ line }) => line));
  const { value, map, faults: others } = walked(mended, again);
  return { value, map, faults: [...faults, ...others.filter(({ line }) => !lines.has(line))] };
}

function parsed(text: string): Document.Parsed {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    // The walk below finds keys that are given twice, with both places and in one pass.
    uniqueKeys: false,
    prettyErrors: false,
    // The answer has the warnings; the parser must not print them.
    logLevel: 'error',
  });
}

function walked(text: string, { contents }: Document.Parsed): YamlSource {
  const places = new Map<string, Place>();
  const map = new SourceMap(text, () => places);
  const walk = new Walk(text, map, places);
  return { value: walk.value(contents, '', 0), map, faults: walk.faults };
}
