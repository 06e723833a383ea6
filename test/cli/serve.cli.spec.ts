import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

describe('pacta serve', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());
  let child: ChildProcess;
  let ended: Promise<number | null>;
  /** What it has printed when it answers. */
  let printed: string;
  let url: string;

  async function start(more: Record<string, string> = {}): Promise<void> {
    child = spawn(process.execPath, ['bin/pacta.js', 'serve'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PACTA_DATA_DIR: directory.path,
        PACTA_PORT: '0',
        PACTA_DRAIN_SECONDS: '0',
        ...more,
      },
    });
    ended = new Promise((resolve) => child.once('exit', resolve));
    printed = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (part) => {
        printed += String(part);
        if (/Data +\S+\n/.test(printed)) resolve();
      });
      child.stderr?.on('data', (part) => {
        printed += String(part);
      });
      child.once('exit', () => reject(new Error(printed)));
    });
    url = /Page +(\S+)\//.exec(printed)?.[1] ?? '';
  }

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }

  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };

  it('prints a link that signs in, and answers as the sources do', async () => {
    await start();
    const [link] = /http:\S+\/sign-in\/\S+/.exec(printed) ?? [];
    expect((await read('/')).text).toContain('<title>');
    expect((await read('/docs')).text).toContain('swagger-ui');
    expect((await read('/docs/swagger-ui-bundle.js')).status).toBe(200);
    const described = JSON.parse((await read('/openapi.json')).text);
    const committed = readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8');
    expect(described).toEqual(JSON.parse(committed));
    expect((await read('/v1/milestones/ukraine-28-point/elections')).status).toBe(401);
    const followed = await fetch(link as string, { redirect: 'manual' });
    expect([followed.status, followed.headers.get('location')]).toEqual([303, '/']);
    const cookie = followed.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { text } = await read('/v1/milestones/ukraine-28-point/elections', { cookie });
    expect(JSON.parse(text)).toMatchObject({ dueOn: '2026-03-07' });
    const calendar = await read('/v1/agreements/ukraine-28-point/calendar.ics', { cookie });
    expect(calendar.text).toContain('DTSTART;VALUE=DATE:20260307');
    await stop();
  });

  it('prints no link at later starts, which somebody else may log', async () => {
    await start();
    expect(printed).toMatch(/Sign in +npx pacta open\n/);
    expect(printed).not.toMatch(/sign-in\/|pacta_/);
    await stop();
  });

  it('warns where it is open to this machine', async () => {
    await start({ PACTA_OPEN_TO_THIS_MACHINE: 'true' });
    expect(printed).toContain('WARNING');
    expect((await read('/v1/session')).status).toBe(200);
    const made = await fetch(`${url}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'reader', name: 'somebody' }),
    });
    expect(made.status).toBe(201);
    await stop();
  });

  it('says that it is no longer open once somebody was given a token', async () => {
    await start({ PACTA_OPEN_TO_THIS_MACHINE: 'true' });
    expect((await read('/v1/session')).status).toBe(401);
    expect(printed).not.toContain('WARNING');
    expect(printed).toMatch(
      /Closed +PACTA_OPEN_TO_THIS_MACHINE has no effect, since a token was created\.\n/,
    );
    expect(printed).toMatch(/Sign in +npx pacta open\n/);
    await stop();
  });

  it.each([{ PACTA_HOST: '0.0.0.0' }, { PACTA_PUBLIC_READ: 'true' }])(
    'is not open to this machine and to others as well: %j',
    async (more) => {
      const refused = start({ PACTA_OPEN_TO_THIS_MACHINE: 'true', ...more });
      await expect(refused).rejects.toThrow('environment variable PACTA_OPEN_TO_THIS_MACHINE');
    },
  );
});
