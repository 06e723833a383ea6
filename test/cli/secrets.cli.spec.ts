import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../../src/base/clock';
import { startTestService, temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

describe('pacta secrets rekey', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());
  const file = join(directory.path, 'pacta.key');
  const key = (): string => readFileSync(file, 'utf8');

  function rekey() {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['bin/pacta.js', 'secrets', 'rekey'],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: {
          ...process.env,
          PACTA_DATA_DIR: directory.path,
          DATABASE_URL: '',
          PACTA_SECRET_KEY: '',
        },
      },
    );
    return { status, text: stdout, fault: status === 0 ? '' : stderr };
  }

  it('creates a key where no secret is stored', () => {
    expect(rekey()).toEqual({
      status: 0,
      text: `0 secrets are encrypted with the new key in ${file}.\n`,
      fault: '',
    });
    expect(existsSync(`${file}.next`)).toBe(false);
  });

  it('replaces the key, and the service continues with the new one', async () => {
    const settings = { dataDir: directory.path };
    const before = await startTestService(new SystemClock(), {}, settings);
    const made = await before.call<{ id: string }>('POST', '/v1/webhooks', {
      url: 'http://127.0.0.1:9/a',
    });
    const path = `/v1/webhooks/${made.body.id}/public-key`;
    const published = await before.call<object>('GET', path);
    await before.close();
    const old = key();
    expect(rekey().text).toBe(`1 secrets are encrypted with the new key in ${file}.\n`);
    expect(key()).not.toBe(old);
    const after = await startTestService(new SystemClock(), {}, settings);
    expect(await after.call<object>('GET', path)).toMatchObject({
      status: 200,
      body: published.body,
    });
    await after.close();
  });
});
