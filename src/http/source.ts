import type { FastifyInstance } from 'fastify';

/** The media types under which a document may come as YAML, and facts also as one JSON object a line. */
const TEXT_TYPES = [
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
  'application/x-ndjson',
  'application/ndjson',
];

/** Lets such bodies through as text; they are parsed where they are checked, with lines and columns. */
export function acceptYaml(fastify: FastifyInstance): void {
  for (const type of TEXT_TYPES) {
    fastify.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => {
      done(null, body);
    });
  }
}

/** A document's source from a request body: YAML as sent, JSON written out with two spaces. */
export function sourceOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? null, null, 2);
}
