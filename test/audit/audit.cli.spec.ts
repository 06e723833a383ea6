import { execFile } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

describe('the audit on the command line', () => {
  const directory = temporaryDirectory();
  const dataDir = join(directory.path, 'data');
  afterAll(() => directory.remove());

  const pacta = (...words: string[]): Promise<{ status: number; stdout: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, PACTA_DATA_DIR: dataDir, PACTA_SHIPPED_AGREEMENTS: 'false' };
      execFile(
        process.execPath,
        [join(ROOT, 'bin', 'pacta.js'), ...words],
        { env },
        (error, stdout) => resolve({ status: Number(error?.code ?? 0), stdout }),
      );
    });

  it('exports what commands did, and the doctor reports a changed entry', async () => {
    expect((await pacta('token', 'create', '--name', 'Anna', '--role', 'admin')).status).toBe(0);
    const { status, stdout } = await pacta('audit', 'export', '--outcome', 'written');
    expect(status).toBe(0);
    const entries = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toMatchObject([
      { sequence: 1, outcome: 'written', actor: { kind: 'command' }, route: 'token create' },
    ]);
    expect(stdout).not.toMatch(/pacta_[0-9A-Z]{26}/);

    const file = new Database(join(dataDir, 'pacta.sqlite'));
    file.prepare("UPDATE audit_entry SET name = 'somebody else'").run();
    file.close();
    const ill = await pacta('doctor');
    expect([ill.status, ill.stdout]).toEqual([1, expect.stringContaining('entry 1 was changed')]);
  });
});
