import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences under which what the service is made of may be passed on with it, by their SPDX names. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // The holidays of date-holidays: named as the source in every calendar that is written from them.
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  // By file: ical.js is used unchanged.
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
];
/** Also for tools that are not passed on. */
const TOOLS = [...ALLOWED, 'CC-BY-4.0'];

interface Locked {
  license?: string;
  dev?: boolean;
}

/** Whether an SPDX expression leaves a choice, or a whole, that is allowed. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => one.split(' AND ').every((name) => allowed.includes(name)));
}

describe('licences', () => {
  it('every package of the lockfile has one that is allowed', () => {
    const lock = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package-lock.json'), 'utf8'));
    const packages = Object.entries<Locked>(lock.packages).filter(([path]) => path !== '');
    const refused = packages.filter(
      ([, { license = 'none', dev }]) => !isAllowed(license, dev ? TOOLS : ALLOWED),
    );
    expect(packages.length).toBeGreaterThan(100);
    expect(refused.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});
