import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory with package.json, both from the sources and from the build in `dist`. */
export const PROJECT_ROOT = findRoot(__dirname);

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('Pacta is installed without its package.json');
  return findRoot(parent);
}
