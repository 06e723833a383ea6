import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../../src/base/clock';
import { openBehind } from '../support/behind';
import {
  startTestReceiver,
  startTestService,
  type TestService,
  temporaryDirectory,
} from '../support/service';

const ROOT = join(__dirname, '..', '..');
const UNKNOWN = `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}`;

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

// Each command is a process of its own; the machine may be busy.
jest.setTimeout(120_000);

/** Commands that an operator needs urgently do not require stopping the service. */
describe('commands beside a running service', () => {
  const directory = temporaryDirectory();
  let service: TestService;
  const inDirectory = (name: string) => join(directory.path, name);

  function pacta(words: readonly string[], more: Record<string, string> = {}): Promise<Ended> {
    const child = spawn(process.execPath, ['bin/pacta.js', ...words], {
      cwd: ROOT,
      env: {
        ...process.env,
        PACTA_DATA_DIR: directory.path,
        DATABASE_URL: '',
        PACTA_SECRET_KEY: '',
        PACTA_TOKEN: '',
        DISPLAY: '',
        WAYLAND_DISPLAY: '',
        ...more,
      },
    });
    const ended: Ended = { status: null, stdout: '', stderr: '' };
    child.stdout.on('data', (part) => (ended.stdout += String(part)));
    child.stderr.on('data', (part) => (ended.stderr += String(part)));
    return new Promise((resolve) => {
      child.once('close', (status) => resolve({ ...ended, status }));
    });
  }

  const asks = async (token: string) =>
    (await service.call('GET', '/v1/session', undefined, { authorization: `Bearer ${token}` }))
      .status;
  const renewed = () => readFileSync(inDirectory('operator.token'), 'utf8').trim();

  beforeAll(async () => {
    service = await startTestService(
      new SystemClock(),
      { openToThisMachine: false },
      { dataDir: directory.path },
    );
  }, 300_000);
  afterAll(async () => {
    await service.close();
    directory.remove();
  });

  it('pacta token creates, lists and revokes: a revoked token is refused at once', async () => {
    const made = await pacta(['token', 'create', '--name', 'Anna', '--role', 'monitor']);
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const [token = ''] = made.stdout.split('\n');
    expect(await asks(token)).toBe(200);
    const listed = await pacta(['token', 'list']);
    expect(listed.stdout).toMatch(
      /token_\w+ {2}operator {2}admin {2}all agreements {2}no expiry {2}operator\n/,
    );
    const [, id = ''] = /(token_\w+) {2}access {2}monitor .*Anna\n/.exec(listed.stdout) ?? [];
    expect((await pacta(['token', 'revoke', id])).status).toBe(0);
    expect(await asks(token)).toBe(401);
    expect((await pacta(['token', 'list'])).stdout).toMatch(/monitor .* revoked {2}Anna/);
    const unknown = await pacta(['token', 'revoke', 'token_none']);
    expect(unknown).toMatchObject({ status: 2, stderr: 'There is no token "token_none".\n' });
    const audit = await pacta(['audit', 'export', '--outcome', 'written']);
    expect(audit.stdout).toContain('"kind":"operator"');
  });

  it('pacta token reports the faults of a request as the service does', async () => {
    const wrong = await pacta(['token', 'create', '--name', 'x', '--agreement', 'never']);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('/agreements/0: there is no agreement "never"');
  });

  it('pacta token renew replaces the operator’s token', async () => {
    const former = renewed();
    const answer = await pacta(['token', 'renew']);
    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(answer.stdout).not.toContain('pacta_');
    expect(renewed()).not.toBe(former);
    expect([await asks(former), await asks(renewed())]).toEqual([401, 200]);
    expect(statSync(inDirectory('operator.token')).mode & 0o777).toBe(0o600);
    // The command line goes on with it by itself.
    expect((await pacta(['token', 'list'])).status).toBe(0);
  });

  it('a command with an invalid token says how to give another', async () => {
    const refused = await pacta(['token', 'list'], { PACTA_TOKEN: UNKNOWN });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('PACTA_TOKEN');
    expect(refused.stderr).toContain(inDirectory('operator.token'));
  });

  it('pacta secrets rekey: the service continues with the new key, and delivers', async () => {
    const operator = { authorization: `Bearer ${renewed()}` };
    const receiver = await startTestReceiver();
    const made = await service.call<{ id: string; secret: string }>(
      'POST',
      '/v1/webhooks',
      { url: receiver.url },
      operator,
    );
    const key = () => readFileSync(inDirectory('pacta.key'), 'utf8');
    const former = key();
    const answer = await pacta(['secrets', 'rekey']);
    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(answer.stdout).toBe(
      `1 secrets are encrypted with the new key in ${inDirectory('pacta.key')}.\n`,
    );
    expect(key()).not.toBe(former);
    expect(existsSync(inDirectory('pacta.key.next'))).toBe(false);
    await service.call('POST', `/v1/webhooks/${made.body.id}/ping`, undefined, operator);
    await receiver.nth(1);
    // A new secret is encrypted with the new key as well, so that the next start decrypts all of them.
    await service.call('POST', '/v1/webhooks', { url: receiver.url }, operator);
    await service.close();
    service = await startTestService(
      new SystemClock(),
      { openToThisMachine: false },
      { dataDir: directory.path },
    );
    await service.call('POST', `/v1/webhooks/${made.body.id}/ping`);
    await receiver.nth(2);
    await receiver.close();
  });

  it('pacta backup and pacta doctor', async () => {
    const file = inDirectory('copy.pacta');
    expect(await pacta(['backup', file])).toMatchObject({ status: 0 });
    expect(existsSync(file)).toBe(true);
    const well = await pacta(['doctor']);
    expect(well.stdout).toContain(
      `ok      service: ${service.url} answers, and accepts this command’s token`,
    );
    expect(well.stdout).toMatch(/ok {6}operator’s token: /);
    chmodSync(inDirectory('operator.token'), 0o644);
    const ill = await pacta(['doctor']);
    expect(ill.status).toBe(1);
    expect(ill.stdout).toContain(`chmod 600 ${inDirectory('operator.token')}`);
    chmodSync(inDirectory('operator.token'), 0o600);
    writeFileSync(inDirectory('curl.headers'), `authorization: Bearer ${UNKNOWN}\n`);
    expect((await pacta(['doctor'])).stdout).toContain('curl.headers holds another token');
  });

  it('pacta doctor --repair: the service repairs, authorized by the operator’s token', async () => {
    const operator = { authorization: `Bearer ${renewed()}` };
    const document = {
      id: 'pact',
      title: 'Pact',
      zone: 'UTC',
      obligations: [{ id: 'law', title: 'Law', due: 'by 2090-01-01' }],
    };
    await service.call('POST', '/v1/agreements', document, operator);
    const behind = await openBehind({ dataDir: directory.path });
    await behind.run("UPDATE milestone SET due_on = due_on + 1 WHERE id = 'pact/law'");
    await behind.close();
    const repaired = await pacta(['doctor', '--repair']);
    expect(repaired.stdout).toMatch(/^repaired {2}pact\/law\n/);
    expect(repaired.stdout).toContain('ok      milestones: 1 milestones');
    const audit = await pacta(['audit', 'export', '--agreement', 'pact']);
    expect(audit.stdout).toContain('"route":"/v1/repair"');
    const again = await pacta(['doctor', '--repair']);
    expect(again.stdout).toMatch(/^No stored date or status was wrong\.\n/);
    const refused = await pacta(['doctor', '--repair'], { PACTA_TOKEN: UNKNOWN });
    expect(refused).toMatchObject({ status: 2, stdout: '' });
  });

  it('pacta open prints a link that signs in, and opens it where windows are shown', async () => {
    const printed = await pacta(['open']);
    expect(printed).toMatchObject({ status: 0, stderr: '' });
    const [link = ''] = printed.stdout.split('\n');
    const followed = await fetch(link, { redirect: 'manual' });
    expect(followed.headers.get('set-cookie')).toMatch(/^pacta_session_[0-9a-f]{12}=/);

    const bin = inDirectory('bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" > ${inDirectory('opened')}\n`, {
      mode: 0o755,
    });
    const desktop = { DISPLAY: ':0', PATH: `${bin}:${process.env.PATH}` };
    const opened = await pacta(['open'], desktop);
    expect(readFileSync(inDirectory('opened'), 'utf8').trim()).toBe(opened.stdout.split('\n')[0]);
    writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\nexit 3\n');
    const failed = await pacta(['open'], desktop);
    expect(failed).toMatchObject({ status: 0 });
    expect(failed.stdout).toMatch(/^http:.*\n.*\nNo browser could be opened\.\n$/);
  });

  it('pacta open without a service says so', async () => {
    const other = temporaryDirectory();
    const refused = await pacta(['open'], { PACTA_DATA_DIR: other.path });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('npm start');
    expect(existsSync(join(other.path, 'pacta.sqlite'))).toBe(false);
    other.remove();
  });
});
