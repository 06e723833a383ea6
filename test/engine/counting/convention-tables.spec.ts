import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONVENTIONS } from '../../../src/engine/counting/conventions';
import { conventionTable } from '../../support/convention-table';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'counting.md'), 'utf8');

describe('docs/counting.md', () => {
  // A section that is missing or out of date is shown whole, ready to be copied.
  it.each([...CONVENTIONS.values()])('shows $name as its data says', (convention) => {
    const section = page.split(`\n## ${convention.name}\n`)[1]?.split('\n\n**Example.**')[0];
    expect(section).toBe(`\n${convention.title}.\n\n${conventionTable(convention)}`);
  });
});
