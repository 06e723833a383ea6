import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService, temporaryDirectory } from '../../support/service';

const ROOT = join(__dirname, '..', '..', '..');
const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
obligations:
  - {id: law, title: Law, due: within 20 days of signing}
  - {id: ceasefire, title: Ceasefire, holds: from signing}
`;

describe('the ledger on the command line', () => {
  const directory = temporaryDirectory();
  const dataDir = join(directory.path, 'data');
  let service: TestService | undefined;
  afterAll(async () => {
    await service?.end();
    directory.remove();
  });

  const file = (name: string, text: string): string => {
    const path = join(directory.path, name);
    writeFileSync(path, text);
    return path;
  };
  const facts = file(
    'facts.yaml',
    `- {event: signing, at: "2026-01-01"}
- {was: law.fulfilled, at: "2026-01-10"}
`,
  );
  const pactaWith = (
    more: Record<string, string>,
    ...words: string[]
  ): Promise<{ status: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const own = { PACTA_DATA_DIR: dataDir, PACTA_SHIPPED_AGREEMENTS: 'false' };
      const env = { ...process.env, ...own, ...more };
      const options = { cwd: ROOT, env };
      execFile(process.execPath, ['bin/pacta.js', ...words], options, (error, stdout, stderr) =>
        resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const pacta = (...words: string[]) => pactaWith({}, ...words);

  it('is imported through the service that runs on the data, then without one; doctor examines it', async () => {
    const clock = new FakeClock(Date.parse('2026-02-01T00:00:00Z'));
    service = await startTestService(clock, {}, { dataDir });
    await service.call('POST', '/v1/agreements', AGREEMENT);
    const dry = await pacta('facts', 'import', 'pact', facts, '--dry-run');
    expect(dry.stdout).toContain('2 facts would be recorded; nothing was written.');
    expect(dry.stdout).toContain('pact/law: due – → 2026-01-21, undated → met');
    const done = await pacta('facts', 'import', 'pact', facts);
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toBe('2 facts recorded; 2 milestones changed (revision 2).\n');
    const wrong = file('wrong.ndjson', '{"was": "law.waived", "at": "2026-01-20"}\n');
    const refused = await pacta('facts', 'import', 'pact', wrong);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('"law" is fulfilled on 2026-01-20');
    expect(refused.stderr).toContain('line 1, column 10');
    expect((await pacta('facts', 'import', 'none', facts)).stderr).toContain('no agreement "none"');
    const made = await service.call<{ token: string }>('POST', '/v1/tokens', {
      name: 'Monitor',
      role: 'admin',
    });
    const report = ['report', 'pact', '--from', '2026-01-01', '--to', '2026-01-31'];
    for (const words of [['facts', 'import', 'pact', facts], report]) {
      const unknown = `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}`;
      const stranger = await pactaWith({ PACTA_TOKEN: unknown }, ...words);
      expect(stranger).toMatchObject({ status: 2, stdout: '' });
      expect(stranger.stderr).toContain('Set PACTA_TOKEN to a token of it');
      // The operator's token is found by itself.
      expect(await pacta(...words)).toMatchObject({ status: 0, stderr: '' });
      const known = await pactaWith({ PACTA_TOKEN: made.body.token }, ...words);
      expect(known).toMatchObject({ status: 0, stderr: '' });
    }
    await service.end();
    service = undefined;

    const again = await pacta('facts', 'import', 'pact', facts, '--format', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: 0, same: 2, changed: 0 });

    const well = await pacta('doctor');
    expect(well).toMatchObject({ status: 0 });
    expect(well.stdout).toContain('ok      ledger: 2 facts, each chained to the one before');
    const database = new Database(join(dataDir, 'pacta.sqlite'));
    database.exec("UPDATE fact SET reason = 'forged' WHERE kind = 'fulfilled'");
    database.close();
    const ill = await pacta('doctor');
    expect(ill.status).toBe(1);
    expect(ill.stdout).toMatch(/FAULT {3}ledger\n {8}pact, fact_\w+: the fact was changed/);
  }, 300_000);
});
