import {
  Composer,
  type CST,
  type Document,
  Lexer,
  type ParsedNode,
  Parser,
  YAMLParseError,
} from 'yaml';
import { type Limits, overLimit } from '../limits/limits';
import type { Fault } from '../refusal';
import { SourceMap } from './source-map';
import { explained } from './yaml-faults';
import { Walk } from './yaml-walk';

interface YamlSource {
  value: unknown;
  map: SourceMap;
  /** What is wrong without keeping the rest from being read. */
  faults: Fault[];
}

/**
 * Reads a text as YAML 1.2 (core schema, without aliases and tags), or says where it is none.
 * @throws Refusal 'invalid' above a limit, before more is read.
 */
export function readYaml(text: string, limits: Limits): YamlSource | { broken: Fault[] } {
  const whole = parsed(text, limits);
  if (whole.errors.length === 0) return walked(text, whole.contents, limits);
  const { faults, mended } = explained(whole.errors, text, new SourceMap(text, () => undefined));
  if (mended === undefined || whole.isCut) return { broken: faults };
  const again = parsed(mended, limits);
  if (again.errors.length > 0) return { broken: faults };
  // Lines keep their numbers, and the faults of a mended line are explained already.
  const lines = new Set(faults.map(({ line }) => line));
  const { value, map, faults: others } = walked(mended, again.contents, limits);
  return { value, map, faults: [...faults, ...others.filter(({ line }) => !lines.has(line))] };
}

interface Parsed {
  contents: ParsedNode | null;
  errors: YAMLParseError[];
  /** The parser stopped after so many errors that more of them would only cost time. */
  isCut: boolean;
}

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  // The walk below finds keys that are given twice, with both places and in one pass.
  uniqueKeys: false,
  prettyErrors: false,
  // The answer has the warnings; the parser must not print them.
  logLevel: 'error',
} as const;

/** More errors of the syntax than this are not looked for: each costs as much as ten tokens. */
const ERRORS = 500;

class TooManyErrors extends Error {}

function parsed(text: string, limits: Limits): Parsed {
  const errors: YAMLParseError[] = [];
  const report = (place: [number, number], code: YAMLParseError['code'], message: string): void => {
    errors.push(new YAMLParseError(place, code, message));
    if (errors.length >= ERRORS) throw new TooManyErrors();
  };
  const composer = new Composer(OPTIONS);
  // The composer has no public way to stop early. It reports through this property, which it reads for every document.
  Object.defineProperty(composer, 'onError', {
    value: (at: ErrorPlace, code: YAMLParseError['code'], message: string, warning?: boolean) => {
      if (warning !== true) report(placeOf(at), code, message);
    },
  });
  let first: Document.Parsed | undefined;
  try {
    const unexpected = (token: CST.Token, message: string) => {
      report(placeOf(token), 'UNEXPECTED_TOKEN', message);
    };
    const tree = nodes(text, limits, unexpected);
    for (const document of composer.compose(tree, true, text.length)) {
      if (first !== undefined) {
        const [start, end] = document.range;
        report([start, end], 'MULTIPLE_DOCS', 'several documents');
        break;
      }
      first = document;
      errors.push(...document.errors);
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
    return { contents: null, errors, isCut: true };
  }
  return { contents: first?.contents ?? null, errors, isCut: false };
}

/** Where the composer sees an error: an offset, a range or a token. */
type ErrorPlace = number | [number, number] | { offset: number; source?: string };

function placeOf(at: ErrorPlace): [number, number] {
  if (typeof at === 'number') return [at, at + 1];
  if (Array.isArray(at)) return at;
  return [at.offset, at.offset + (at.source?.length ?? 1)];
}

/** The concrete syntax of a text, token by token, so that no tree grows beyond the limits. */
function* nodes(
  text: string,
  limits: Limits,
  unexpected: (token: CST.Token, message: string) => void,
): Generator<CST.Token> {
  const parser = new Parser();
  let tokens = 0;
  let position = 0;
  // A list or mapping takes two places on the parser's stack where it is the value of a key.
  const deepest = 2 * limits.depth + 2;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    position += token.length;
    if (tokens > limits.tokens) {
      exceed({
        name: 'tokens',
        counted: tokens,
        unit: 'parts (keys, values, punctuation, spaces, line breaks)',
      });
    }
    if (parser.stack.length > deepest) {
      exceed({ name: 'depth', counted: limits.depth + 1, unit: 'levels of lists and mappings' });
    }
    for (const node of parser.next(token)) {
      if (node.type === 'error') unexpected(node, node.message);
      else yield node;
    }
  }
  yield* parser.end();

  function exceed(excess: { name: 'tokens' | 'depth'; counted: number; unit: string }): never {
    const map = new SourceMap(text, () => undefined);
    const at = Math.min(position, text.length);
    throw overLimit({ ...excess, stopped: true }, limits, map.at(at));
  }
}

function walked(text: string, contents: ParsedNode | null, limits: Limits): YamlSource {
  const map: SourceMap = new SourceMap(text, () => walk.place);
  const walk = new Walk(text, map, limits);
  const value = walk.whole(contents);
  return { value, map, faults: walk.faults.all() };
}
