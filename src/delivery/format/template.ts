import { Context, type Emitter, Liquid, LiquidError, type Template, toValueSync } from 'liquidjs';

/** Characters of a template, and of what it writes. */
export const TEMPLATE_CHARACTERS = 20_000;
const OUTPUT_CHARACTERS = 256_000;
/** Milliseconds; a template for one message takes less than one. */
const RENDER_MS = 500;
/** Entries of ranges and characters of values that one rendering may make, as LiquidJS counts them. */
const MEMORY = 500_000;

/** Filters and tags that read files or the clock, are random, or buffer without a limit. */
const LEFT_OUT = {
  filters: [
    'date',
    'date_to_long_string',
    'date_to_rfc822',
    'date_to_string',
    'date_to_xmlschema',
    'sample',
  ],
  tags: ['block', 'capture', 'cycle', 'include', 'layout', 'render', 'tablerow'],
} as const;

const ENGINE = engine(false);
/** Refuses unknown names, also in the entries of a list. */
const STRICT = engine(true);

function engine(strictVariables: boolean): Liquid {
  const liquid = new Liquid({
    strictVariables,
    strictFilters: true,
    ownPropertyOnly: true,
    cache: false,
    parseLimit: TEMPLATE_CHARACTERS,
    renderLimit: RENDER_MS,
    memoryLimit: MEMORY,
  });
  for (const name of LEFT_OUT.filters) delete liquid.filters[name];
  for (const name of LEFT_OUT.tags) delete liquid.tags[name];
  return liquid;
}

/** What is wrong with a template, and where; lines and columns begin with 1. */
interface TemplateFault {
  detail: string;
  line: number;
  column: number;
}

/** The form of a value that templates can name. A list is an array with the form of its entries. */
export type Shape = null | readonly [Shape] | { readonly [name: string]: Shape };

/** The faults of a template that can be found without a message: wrong syntax and unknown names. */
export function templateFaults(text: string, shape: Shape): TemplateFault[] {
  let templates: Template[];
  try {
    templates = STRICT.parse(text);
  } catch (error) {
    return [faultOf(error)];
  }
  const { globals } = STRICT.analyzeSync(templates, { partials: false });
  return Object.values(globals)
    .flat()
    .flatMap(({ segments, location }) => {
      const detail = unknownName(segments.map(String), shape);
      return detail === undefined ? [] : [{ detail, line: location.row, column: location.col }];
    });
}

/**
 * What a template writes.
 * @param strict refuses unknown names; otherwise they are empty.
 * @throws TemplateError for a template that fails, takes too long or writes too much.
 */
export function render(text: string, values: object, strict = false): string {
  const liquid = strict ? STRICT : ENGINE;
  try {
    const output = new Output();
    const context = new Context(values, liquid.options, { sync: true });
    toValueSync(liquid.renderer.renderTemplates(liquid.parse(text), context, output));
    return output.buffer;
  } catch (error) {
    throw new TemplateError(faultOf(error));
  }
}

/** A template that cannot be rendered. */
export class TemplateError extends Error {
  constructor(readonly fault: TemplateFault) {
    super(`line ${fault.line}, column ${fault.column}: ${fault.detail}`);
  }
}

class Output implements Emitter {
  buffer = '';

  write(value: unknown): void {
    this.buffer += written(value);
    if (this.buffer.length > OUTPUT_CHARACTERS) {
      throw new Error(`it writes more than ${OUTPUT_CHARACTERS} characters`);
    }
  }
}

/** Writes lists and objects as JSON. This shows the author that a field or a filter is missing. */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function faultOf(error: unknown): TemplateFault {
  if (!(error instanceof LiquidError)) return { detail: String(error), line: 1, column: 1 };
  const [line = 1, column = 1] = error.token.getPosition();
  const { originalError, message } = error;
  const said = (originalError ?? error).message || message;
  return { detail: said.replace(/, (file|line):?.*$/s, ''), line, column };
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** The unknown part of a name, with the known names; undefined for a known name. */
function unknownName(segments: readonly string[], shape: Shape): string | undefined {
  let at: Shape = shape;
  for (const [i, name] of segments.entries()) {
    if (isList(at)) {
      if (['first', 'last'].includes(name) || /^-?\d+$/.test(name)) at = at[0];
      else if (name === 'size') return undefined;
      else return `"${segments.slice(0, i).join('.')}" is a list: loop over it, or take .first`;
      continue;
    }
    const names = at === null ? [] : Object.keys(at);
    if (!names.includes(name)) {
      if (at === null && name === 'size') return undefined;
      const of = i === 0 ? '' : ` of ${segments.slice(0, i).join('.')}`;
      const known = names.length === 0 ? 'it has no parts' : `there is ${names.join(', ')}`;
      return `there is no "${name}"${of}; ${known}`;
    }
    at = at?.[name] ?? null;
  }
  return undefined;
}
