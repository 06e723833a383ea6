import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { examineMachine } from '../../src/doctor/machine';
import type { Store } from '../../src/store/store';

describe('the examination of the machine', () => {
  let dataDir: string;
  let store: Store;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'pacta-machine-'));
    store = await openDatabase({ dataDir }, new SystemClock());
  });
  afterEach(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const faults = () => examineMachine({ dataDir }).flatMap((check) => check.faults);

  it('finds no fault in what a start leaves', () => {
    expect(faults()).toEqual([]);
  });

  it.each([
    { name: '.', mode: 0o755, cure: 'chmod 700' },
    { name: 'pacta.sqlite', mode: 0o644, cure: 'chmod 600' },
    { name: 'pacta.sqlite-wal', mode: 0o640, cure: 'chmod 600' },
    { name: 'pacta.key', mode: 0o604, cure: 'chmod 600' },
  ])('is named where other users may read $name', ({ name, mode, cure }) => {
    if (name === 'pacta.key') writeFileSync(join(dataDir, name), '');
    chmodSync(join(dataDir, name), mode);
    const path = join(dataDir, name);
    expect(faults()).toEqual([`${path} is open to other users; ${cure} ${path}`]);
  });

  it('names a deleted lock file of a running process', () => {
    rmSync(join(dataDir, 'pacta.lock'));
    expect(faults()).toEqual([
      expect.stringMatching(/its lock file was deleted; restart that process/),
    ]);
  });
});
