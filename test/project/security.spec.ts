import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const rows = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| asset'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the threat model', () => {
  it.each([
    'a stranger on the network',
    "another site in the operator's browser",
    'a reader with a revoked feed URL',
    'a monitor or reader of another agreement',
    'a hostile document',
    'a receiver that hangs',
    'somebody who reads the database',
  ])('has a row for %s', (threat) => {
    expect(rows.filter((cells) => cells[2]?.startsWith(threat))).not.toEqual([]);
  });

  it('names a test for every threat, and every test it names is there', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const [, , threat, stop, shown = ''] of rows) {
      const tests = [...shown.matchAll(/`([^`]+)`/g)].map(([, path]) => path as string);
      expect([threat, stop !== '', tests.length > 0]).toEqual([threat, true, true]);
      expect(tests.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    }
  });
});
