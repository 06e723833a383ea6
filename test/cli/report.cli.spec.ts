import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { FakeClock } from '../support/fake-clock';
import { startTestService, temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');
const PERIOD = ['--from', '2026-01-01', '--to', '2026-01-31'];

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: first, title: First, due: within 5 days of signing}
  - {id: second, title: Second, due: within 10 days of signing}
`;

/** Not `spawnSync`: the service it may ask runs in this process. */
async function report(dataDir: string, ...words: string[]) {
  const environment = { ...process.env, PACTA_DATA_DIR: dataDir, DATABASE_URL: '' };
  const child = spawn(process.execPath, ['bin/pacta.js', 'report', ...words], {
    cwd: ROOT,
    env: environment,
  });
  const [out, err] = ['', ''].map(() => [] as string[]);
  child.stdout.on('data', (part) => out?.push(String(part)));
  child.stderr.on('data', (part) => err?.push(String(part)));
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, out: out?.join(''), err: err?.join('') };
}

describe('pacta report', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());

  it('says the same of a running service and of what it left stored', async () => {
    const settings = { dataDir: directory.path };
    const service = await startTestService(new FakeClock('2026-02-10T12:00:00Z'), {}, settings);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-01' });
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'first.fulfilled',
      at: '2026-01-04',
    });
    const words = ['pact', ...PERIOD, '--known-at', '2026-02-10T12:00:00Z'];
    const [running, unknown] = await Promise.all([
      report(directory.path, ...words),
      report(directory.path, 'other', ...PERIOD),
    ]);
    await service.end();
    expect(running).toMatchObject({ status: 0, err: '' });
    expect(running.out).toContain('Of 2 milestones, 2 fell due in the period: 1 done in time,');
    expect(unknown).toMatchObject({ status: 2, err: 'There is no agreement "other".\n' });
    expect(await report(directory.path, ...words)).toEqual(running);
    expect(await report(directory.path, 'other', ...PERIOD)).toEqual(unknown);
  }, 120_000);

  it('refuses a format and a period that are none', async () => {
    const format = await report(directory.path, 'pact', ...PERIOD, '--format', 'pdf');
    expect(format).toMatchObject({ status: 2, out: '' });
    expect(format.err).toContain('--format is json, md, html');
    const period = await report(directory.path, 'pact', '--from', 'soon', '--to', 'later');
    expect(period).toMatchObject({ status: 2, out: '' });
    expect(period.err).toMatch(/from: "soon" is not a day[^]*to: "later" is not a day/);
  }, 120_000);
});
