import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  documentSchema,
  documentSchemaText,
} from '../../../src/domain/agreement/document/document-schema';

const CONFIG = join(__dirname, '..', '..', '..', 'config');
const FILE = join(CONFIG, 'agreement.schema.json');

/** After a change of the schema: `PACTA_WRITE_SCHEMA=1 npx jest agreement-schema && npm run format`. */
if (process.env.PACTA_WRITE_SCHEMA) writeFileSync(FILE, documentSchemaText());

describe('config/agreement.schema.json', () => {
  it('matches the document schema', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(documentSchemaText()));
  });

  it('describes every key with an example', () => {
    const { properties } = JSON.parse(documentSchemaText()) as {
      properties: Record<string, { description?: string }>;
    };
    for (const key of ['zone', 'counting', 'events', 'obligations']) {
      expect(properties[key]?.description).toEqual(expect.any(String));
    }
  });

  it.each(
    readdirSync(join(CONFIG, 'agreements', 'library')).filter(
      (name) => name.endsWith('.yaml') && !name.endsWith('.facts.yaml'),
    ),
  )('fits %s', (name) => {
    const text = readFileSync(join(CONFIG, 'agreements', 'library', name), 'utf8');
    expect(documentSchema.safeParse(parse(text)).error).toBeUndefined();
  });
});
