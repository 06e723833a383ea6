import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Operator } from '../../src/access/sign-in/operator';
import { Tokens } from '../../src/access/token/tokens';
import { DATABASE, describeStored, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { itAlone, startTestService, type TestService } from '../support/service';
import { ask, newToken } from './fixture';
import { rawRequest } from './raw-request';

const CLOSED = { openToThisMachine: false };
const clock = new FakeClock(Date.parse('2026-01-10T12:00:00Z'));

describeStored(`the operator’s token, on ${DATABASE}`, () => {
  let database: EmptyDatabase;
  let service: TestService;
  const file = () => join(database.settings.dataDir, 'operator.token');
  const inFile = () => readFileSync(file(), 'utf8').trim();
  const status = async (token: string | undefined, path = '/v1/tokens') =>
    (await ask(service, token, 'GET', path)).status;
  const restart = async (more = CLOSED) => {
    await service.close();
    service = await startTestService(clock, more, database.settings);
  };

  beforeEach(async () => {
    database = await emptyDatabase();
    service = await startTestService(clock, CLOSED, database.settings);
  });
  afterEach(async () => {
    await service.end();
    await database.remove();
  });

  it('is created at the first start, readable by its owner only, with the role admin', async () => {
    expect(service.operator).toMatchObject({ created: true, text: inFile() });
    for (const name of ['operator.token', 'curl.headers']) {
      expect(statSync(join(database.settings.dataDir, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(join(database.settings.dataDir, 'curl.headers'), 'utf8')).toBe(
      `authorization: Bearer ${inFile()}\n`,
    );
    expect(await status(inFile())).toBe(200);
    expect(await status(undefined)).toBe(401);
    const { body } = await service.call('GET', '/v1/session');
    expect(body).toEqual({ kind: 'operator', name: 'operator', role: 'admin', agreements: null });
  });

  it('stays the same at the next start, and is named in the audit', async () => {
    const token = inFile();
    await service.call('POST', '/v1/tokens', { name: 'Anna' });
    await restart();
    expect(service.operator).toMatchObject({ created: false, text: token });
    const { body } = await service.call<{ items: object[] }>('GET', '/v1/audit?outcome=written');
    expect(body.items[0]).toMatchObject({
      actor: { kind: 'operator', token: service.operator.id, name: 'operator', role: 'admin' },
      route: '/v1/tokens',
    });
  });

  it('revoking every token does not open the service, also after a restart', async () => {
    const admin = await newToken(service, { role: 'admin' });
    const tokens = service.app.get(Tokens);
    for (const { id } of await tokens.list('', 100)) await tokens.revoke(id);
    expect(await status(admin)).toBe(401);
    expect(await status(undefined, '/v1/session')).toBe(401);
    expect(await status(inFile())).toBe(401);
    const revoked = inFile();
    await restart();
    // The revoked token stays revoked; a new one exists.
    expect(service.operator.created).toBe(true);
    expect(await status(revoked)).toBe(401);
    expect(await status(inFile())).toBe(200);
  });

  it('PACTA_OPEN_TO_THIS_MACHINE has no effect from the first other token on', async () => {
    await restart({ openToThisMachine: true });
    expect(await status(undefined, '/v1/session')).toBe(200);
    const { host } = new URL(service.url);
    const proxied = { host, 'x-forwarded-for': '203.0.113.9' };
    expect((await rawRequest(service.url, 'GET', '/v1/session', proxied)).status).toBe(403);
    const made = await ask(service, undefined, 'POST', '/v1/tokens', { name: 'reader' });
    expect(made.status).toBe(201);
    expect(await status(undefined, '/v1/session')).toBe(401);
    await service.app.get(Tokens).revoke(JSON.parse(made.body).id);
    expect(await status(undefined, '/v1/session')).toBe(401);
    await restart({ openToThisMachine: true });
    expect(await status(undefined, '/v1/session')).toBe(401);
    expect(await status(inFile())).toBe(200);
  });

  it('is replaced by a new one, and the sessions of the former one end', async () => {
    const former = inFile();
    const { headers } = await service.call('POST', '/v1/session');
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const byCookie = async () =>
      (
        await rawRequest(service.url, 'GET', '/v1/tokens', {
          host: new URL(service.url).host,
          cookie,
        })
      ).status;
    expect(await byCookie()).toBe(200);
    const { text } = await service.app.get(Operator).renew();
    expect(text).toBe(inFile());
    expect([await status(former), await byCookie(), await status(text)]).toEqual([401, 401, 200]);
  });

  itAlone('is that of the database if the directory has no file or another token', async () => {
    const former = inFile();
    rmSync(file());
    await restart();
    if (DATABASE === 'postgres') {
      // The database's token is valid, whatever the directory contains.
      expect(service.operator).toMatchObject({ created: false, text: undefined });
      expect(await status(former)).toBe(200);
      writeFileSync(file(), `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}\n`);
      await restart();
      expect(service.operator).toMatchObject({ created: false, text: undefined });
      return;
    }
    expect(service.operator.created).toBe(true);
    expect([await status(former), await status(inFile())]).toEqual([401, 200]);
    // With a database from elsewhere, such as a restored copy, the directory's own token is valid.
    const own = `pacta_${'0'.repeat(26)}_${'x'.repeat(43)}`;
    writeFileSync(file(), `${own}\n`);
    await restart();
    expect(service.operator).toMatchObject({ created: false, text: own });
    expect(await status(own)).toBe(200);
  });

  if (DATABASE === 'postgres') {
    it('is the same for all replicas, and a sign-in link of one works at another, once', async () => {
      const others = await Promise.all(
        [1, 2].map(async () => {
          const { settings, remove } = await emptyDatabase();
          const shared = { ...settings, databaseUrl: database.settings.databaseUrl as string };
          return { remove, service: await startTestService(clock, CLOSED, shared) };
        }),
      );
      for (const { service: other } of others) {
        expect(other.operator).toEqual({
          id: service.operator.id,
          created: false,
          text: undefined,
        });
        expect((await ask(other, inFile(), 'GET', '/v1/tokens')).status).toBe(200);
      }
      const { url } = await service.signInLink();
      const { pathname } = new URL(url);
      const answers = await Promise.all(
        others.map(({ service: other }) => ask(other, undefined, 'GET', pathname)),
      );
      expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([303, 401]);
      for (const { service: other, remove } of others) {
        await other.end();
        await remove();
      }
    });

    it('three replicas that start together on an empty database create one', async () => {
      const empty = await emptyDatabase();
      const replicas = await Promise.all(
        [1, 2, 3].map(async () => {
          const { settings, remove } = await emptyDatabase();
          const shared = { ...settings, databaseUrl: empty.settings.databaseUrl as string };
          return { remove, service: await startTestService(clock, CLOSED, shared) };
        }),
      );
      const tokens = replicas.map((replica) => replica.service.operator);
      expect(tokens.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(tokens.map(({ id }) => id)).size).toBe(1);
      for (const { service: replica, remove } of replicas) {
        await replica.end();
        await remove();
      }
      await empty.remove();
    });
  }
});
