import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE, describeStored, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { endProcess } from '../support/end-process';
import { buildForReplicas } from '../support/replica';
import { temporaryDirectory } from '../support/service';
import { until } from '../support/until';

const PACTA = join(__dirname, '..', '..', 'bin', 'pacta.js');
const TOKEN = /pacta_[0-9A-Z]{26}_[\w-]{43}/;
const LINK = /http:\S+\/sign-in\/\S+/;

// Each replica is a process of its own; the machine may be busy.
jest.setTimeout(300_000);

interface Printed {
  child: ChildProcess;
  text: string;
  url: string;
}

/** As compose.yaml starts them: together, on one empty database, each with a directory that nobody keeps. */
const describeReplicas = DATABASE === 'postgres' ? describeStored : describe.skip;

describeReplicas('three replicas that start together on an empty PostgreSQL', () => {
  const directories = [1, 2, 3, 4].map(temporaryDirectory);
  let database: EmptyDatabase;
  let replicas: Printed[];

  const environment = (directory: number): NodeJS.ProcessEnv => ({
    ...process.env,
    DATABASE_URL: database.settings.databaseUrl ?? '',
    PACTA_DATA_DIR: directories[directory]?.path ?? '',
    PACTA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    PACTA_SHIPPED_AGREEMENTS: 'false',
    PACTA_PORT: '0',
    PACTA_TOKEN: '',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  });

  async function serve(directory: number): Promise<Printed> {
    const child = spawn(process.execPath, [PACTA, 'serve'], {
      env: environment(directory),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const part of child.stdout as AsyncIterable<Buffer>) {
      text += part.toString();
      if (!/Data +\S+\n/.test(text)) continue;
      child.stdout?.resume();
      return { child, text, url: /Page +(\S+)\//.exec(text)?.[1] ?? '' };
    }
    throw new Error(`A replica did not start: ${text}`);
  }

  /** A command in a container of its own, which has neither a service nor the token. */
  async function pacta(...words: string[]): Promise<string> {
    const child = spawn(process.execPath, [PACTA, ...words], { env: environment(3) });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += String(part);
      });
    }
    const status = await new Promise((resolve) => child.once('close', resolve));
    if (status !== 0) throw new Error(said);
    return said;
  }

  const status = async (url: string, token: string) =>
    (await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${token}` } })).status;
  const follow = async (url: string, link: string) =>
    (await fetch(`${url}${new URL(link).pathname}`, { redirect: 'manual' })).status;

  beforeAll(async () => {
    buildForReplicas();
    database = await emptyDatabase();
    replicas = await Promise.all([0, 1, 2].map(serve));
  });
  afterAll(async () => {
    for (const { child } of replicas ?? []) await endProcess(child);
    await database.remove();
    for (const { remove } of directories) remove();
  });

  it('print one token and one link; both are good at every replica, the link once', async () => {
    const makers = replicas.filter(({ text }) => TOKEN.test(text));
    expect(makers).toHaveLength(1);
    expect(replicas.filter(({ text }) => LINK.test(text))).toEqual(makers);
    const [token = ''] = TOKEN.exec(makers[0]?.text ?? '') ?? [];
    for (const { url } of replicas) expect(await status(url, token)).toBe(200);
    const [link = ''] = LINK.exec(makers[0]?.text ?? '') ?? [];
    const urls = replicas.filter((replica) => replica !== makers[0]).map(({ url }) => url);
    const answers = await Promise.all(urls.map((url) => follow(url, link)));
    expect(answers.sort((a, b) => a - b)).toEqual([303, 401]);
  });

  it('pacta open and pacta token renew need the database alone', async () => {
    const [link = ''] = LINK.exec(await pacta('open')) ?? [];
    expect(await follow(replicas[1]?.url ?? '', link)).toBe(303);
    const former = TOKEN.exec(replicas.map(({ text }) => text).join(''))?.[0] ?? '';
    const [token = ''] = TOKEN.exec(await pacta('token', 'renew')) ?? [];
    const file = join(directories[3]?.path ?? '', 'operator.token');
    expect(existsSync(file) && readFileSync(file, 'utf8').trim()).toBe(token);
    for (const { url } of replicas) {
      expect(await status(url, token)).toBe(200);
      await until(async () => (await status(url, former)) === 401 || undefined);
    }
  });
});
