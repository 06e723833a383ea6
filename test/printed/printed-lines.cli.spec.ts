import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { SystemClock } from '../../src/base/clock';
import { PROJECT_ROOT } from '../../src/config/root';
import { readSettings } from '../../src/config/settings';
import { type Receivers, startReceivers } from '../support/receivers';
import { startTestService, type TestService } from '../support/service';
import { until } from '../support/until';
import { commandsOf, NOT_RUN, pages, reasonNotToRun } from './printed-lines';

// Each command is a process of its own; the machine may be busy.
jest.setTimeout(300_000);

/** Files that a page speaks of as the reader's own. */
const READERS_FILES: Readonly<Record<string, string>> = {
  'holidays.ics': [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    'UID:1@example.org',
    'DTSTAMP:20260101T000000Z',
    'DTSTART;VALUE=DATE:20260501',
    'SUMMARY:Labour Day',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
};

/** A fresh copy as a reader has it: the project's files, `npx pacta`, a running service and its data directory. */
interface Copy {
  folder: string;
  service: TestService;
  receivers: Receivers;
  /** Runs lines of a shell one after the other; rejects with the first that fails. */
  run(script: string): Promise<void>;
  end(): Promise<void>;
}

async function freshCopy(): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'pacta-printed-'));
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  for (const name of ['config', 'examples'])
    symlinkSync(join(PROJECT_ROOT, name), join(folder, name));
  for (const [name, text] of Object.entries(READERS_FILES)) writeFileSync(join(folder, name), text);
  const pacta = join(PROJECT_ROOT, 'bin', 'pacta.js');
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\n[ "$1" = pacta ] || exit 127\nshift\nexec "${process.execPath}" "${pacta}" "$@"\n`,
    { mode: 0o755 },
  );
  const dataDir = join(folder, 'data');
  const more = { ...readSettings({}), dataDir, port: 0, openToThisMachine: false };
  const webhooks = { allowedNetworks: ['127.0.0.0/8'] };
  const service = await startTestService(new SystemClock(), { ...more, webhooks }, { dataDir });
  const receivers = await startReceivers();
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    PACTA_DATA_DIR: dataDir,
    DATABASE_URL: '',
    PACTA_TOKEN: '',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  };
  return {
    folder,
    service,
    receivers,
    run: (script) => shell(withReceivers(withService(script, service.url), receivers), folder, env),
    end: async () => {
      await receivers.stop();
      await service.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lines that are run, for a service at another address, with what an earlier answer gave in the place of "ep_…". */
function withService(script: string, url: string): string {
  const lines = script.split('\n').filter((line) => reasonNotToRun(line) === undefined);
  return lines
    .join('\n')
    .replaceAll('http://127.0.0.1:3210', url)
    .replaceAll('ep_…', '$(grep -o "ep_[0-9A-Z]*" .last | head -1)');
}

/** With the addresses at which the test has started the receivers. */
function withReceivers(script: string, { url, mailPort }: Receivers): string {
  return script.replaceAll('http://127.0.0.1:4020', url).replaceAll(/\b4025\b/g, String(mailPort));
}

/** A refusal of the service ends curl with an error, and the script with it; differences that two texts have are none. */
const PRELUDE = `
set -euo pipefail
trap 'echo "failed: $BASH_COMMAND" >&2' ERR
curl() { command curl --fail-with-body --silent --show-error "$@" | tee .last; }
npx() { command npx "$@" || { local status=$?; [[ " $* " =~ " diff "|" --against " && $status == 1 ]] || return "$status"; }; }
`;

function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('bash', ['-c', `${PRELUDE}${script}`], { cwd, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      said += String(part);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${said.slice(-2_000)}\n(exit status ${status})`));
    });
  });
}

describe('what the pages print to be typed', () => {
  const printed = pages()
    .map((page) => ({ page, blocks: commandsOf(page) }))
    .filter(({ blocks }) => blocks.length > 0);
  const lines = printed.flatMap(({ blocks }) => blocks.flatMap((block) => block.split('\n')));
  let copy: Copy;

  beforeEach(async () => {
    copy = await freshCopy();
  });
  afterEach(() => copy.end());

  it.each(printed.map(({ page }) => page))(
    '%s: every line succeeds on a fresh service',
    async (page) => {
      const script = commandsOf(page).join('\n');
      const started = Date.now();
      // A page that notes the time does so to the second, which must not be before the start.
      if (script.includes('$(date')) {
        await until(() => Date.now() - started >= 1_000 || undefined);
      }
      await copy.run(script);
    },
  );

  it('a line without a token fails here', async () => {
    const { run } = copy;
    await expect(run('curl http://127.0.0.1:3210/v1/agreements')).rejects.toThrow('401');
    await expect(run('npx pacta check nowhere.yaml')).rejects.toThrow('nowhere.yaml');
  });

  it('what is not run has its reason, and is printed somewhere', () => {
    const unused = NOT_RUN.filter(([pattern]) => !lines.some((line) => pattern.test(line.trim())));
    expect(unused).toEqual([]);
    const run = lines.filter((line) => /^(curl|npx pacta)/.test(line));
    expect(run.length).toBeGreaterThan(30);
    expect(run.filter((line) => reasonNotToRun(line) !== undefined)).toEqual([]);
  });

  it('examples/requests.http: every request succeeds on a fresh service', async () => {
    const failed: string[] = [];
    const named = new Map<string, string | null>();
    for (const request of requestsOf(
      readFileSync(join(PROJECT_ROOT, 'examples/requests.http'), 'utf8'),
    )) {
      const filled = request.text
        .replaceAll('{{pacta}}', copy.service.url)
        .replaceAll('{{token}}', copy.service.operator.text ?? '')
        .replaceAll('{{$guid}}', String(process.hrtime.bigint()))
        .replace(
          /\{\{(\w+)\.response\.headers\.ETag\}\}/g,
          (_, name: string) => named.get(name) ?? '',
        );
      const [head = '', ...body] = filled.split('\n\n');
      const [first = '', ...headers] = head.split('\n');
      const [method = '', url = ''] = first.split(' ');
      const answer = await fetch(url, {
        method,
        headers: headers.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
        ...(method === 'GET' ? {} : { body: body.join('\n\n') }),
      });
      const text = await answer.text();
      if (request.name !== undefined) named.set(request.name, answer.headers.get('etag'));
      if (!answer.ok) failed.push(`${first}: ${answer.status} ${text}`);
    }
    expect(failed).toEqual([]);
  });
});

interface PrintedRequest {
  name: string | undefined;
  text: string;
}

/** The requests of a file for the HTTP clients of editors. */
function requestsOf(file: string): PrintedRequest[] {
  return file
    .split(/^###.*\n/m)
    .slice(1)
    .map((part) => ({
      name: /^# @name (\w+)$/m.exec(part)?.[1],
      text: part.replace(/^#.*\n/gm, '').trim(),
    }));
}
