import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/service';

const ROOT = join(__dirname, '..', '..');

describe('pacta serve', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());

  it('answers as the sources do: page, documentation, description, dates and calendar', async () => {
    const child = spawn(process.execPath, ['bin/pacta.js', 'serve'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PACTA_DATA_DIR: directory.path,
        PACTA_PORT: '0',
        PACTA_DRAIN_SECONDS: '0',
      },
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (part) => {
        said += String(part);
        const [, address] = /Page +(\S+)\//.exec(said) ?? [];
        if (address !== undefined) resolve(address);
      });
      child.once('exit', () => reject(new Error(said)));
    });
    const read = async (path: string) => {
      const response = await fetch(`${url}${path}`);
      return { status: response.status, text: await response.text() };
    };
    try {
      expect((await read('/')).text).toContain('<title>');
      expect((await read('/docs')).text).toContain('swagger-ui');
      expect((await read('/docs/swagger-ui-bundle.js')).status).toBe(200);
      const described = JSON.parse((await read('/openapi.json')).text);
      const committed = readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8');
      expect(described).toEqual(JSON.parse(committed));
      const { text } = await read('/v1/milestones/ukraine-28-point/elections');
      expect(JSON.parse(text)).toMatchObject({ dueOn: '2026-03-07' });
      const calendar = await read('/v1/agreements/ukraine-28-point/calendar.ics');
      expect(calendar.text).toContain('DTSTART;VALUE=DATE:20260307');
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });
});
