import { lookup } from 'node:dns/promises';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { AddressGuard } from '../../src/delivery/transport/address-guard';
import { guardedConnector } from '../../src/delivery/transport/connector';
import { HostNames, type HostNamesOptions } from '../../src/delivery/transport/host-names';
import { parseHosts } from '../../src/delivery/transport/system-files';
import { type DnsServer, startDnsServer } from '../support/dns-server';
import { FakeClock } from '../support/fake-clock';

const PUBLIC = '93.184.216.34';
const PUBLIC_6 = '2606:2800:220:1:248:1893:25c8:1946';

describe('host names', () => {
  let dns: DnsServer;
  let clock: FakeClock;
  let directory: string;
  beforeEach(async () => {
    dns = await startDnsServer(() => ({ addresses: [PUBLIC_6, PUBLIC], ttl: 60 }));
    clock = new FakeClock('2026-03-01T00:00:00Z');
    directory = mkdtempSync(join(tmpdir(), 'pacta-names-'));
  });
  afterEach(async () => {
    dns.release();
    await dns.close();
    rmSync(directory, { recursive: true });
  });

  const file = (name: string) => join(directory, name);
  const names = (more: Partial<HostNamesOptions> = {}) =>
    new HostNames({
      clock,
      lookupTimeoutMs: 20_000,
      hostsFile: file('hosts'),
      resolverFile: file('resolv.conf'),
      servers: [dns.server],
      ...more,
    });
  const asked = () => dns.questions.map(({ name, family }) => `${name} ${family}`);

  it('resolve to addresses of both families, IPv4 first; an address resolves to itself', async () => {
    expect(await names().addresses('good.test')).toEqual([PUBLIC, PUBLIC_6]);
    expect(asked().sort()).toEqual(['good.test 4', 'good.test 6']);
    expect(await names().addresses('10.0.0.1')).toEqual(['10.0.0.1']);
    expect(await names().addresses('::1')).toEqual(['::1']);
    expect(dns.questions.length).toBe(2);
  });

  it('share a look-up, and are kept for the TTL of the answer', async () => {
    dns.answer = () => ({ addresses: [PUBLIC], ttl: 1 });
    const own = names();
    const both = await Promise.all([own.addresses('good.test'), own.addresses('Good.test')]);
    expect(both).toEqual([[PUBLIC], [PUBLIC]]);
    clock.advance(999);
    await own.addresses('good.test');
    expect(dns.questions.length).toBe(2);
    clock.advance(1);
    dns.answer = () => ({ addresses: ['8.8.8.8'], ttl: 0 });
    expect(await own.addresses('good.test')).toEqual(['8.8.8.8']);
    expect(await own.addresses('good.test')).toEqual(['8.8.8.8']);
    expect(dns.questions.length).toBe(6);
  });

  it('are not kept past their TTL where the clock was set back', async () => {
    const own = names();
    await own.addresses('good.test');
    clock.advance(-86_400_000);
    await own.addresses('good.test');
    expect(dns.questions.length).toBe(4);
  });

  it.each([
    ['NXDOMAIN', 'ENOTFOUND'],
    ['SERVFAIL', 'ESERVFAIL'],
  ] as const)(
    'that DNS answers with %s fail with %s, which is kept for some seconds',
    async (answer, code) => {
      dns.answer = () => answer;
      const own = names();
      await expect(own.addresses('no.test')).rejects.toMatchObject({ code });
      const questions = dns.questions.length;
      clock.advance(4_999);
      await expect(own.addresses('no.test')).rejects.toThrow('no.test');
      expect(dns.questions.length).toBe(questions);
      clock.advance(1);
      dns.answer = () => ({ addresses: [PUBLIC], ttl: 60 });
      expect(await own.addresses('no.test')).toEqual([PUBLIC]);
    },
  );

  it('fail at the time limit if no server answers, or return what was answered by then', async () => {
    dns.answer = () => 'silence';
    const own = names({ lookupTimeoutMs: 50 });
    await expect(own.addresses('dead.test')).rejects.toMatchObject({
      code: 'ETIMEOUT',
      message: 'no DNS server answered for dead.test within 50 ms',
    });
    dns.answer = ({ family }) => (family === 6 ? 'silence' : { addresses: [PUBLIC], ttl: 60 });
    expect(await own.addresses('half.test')).toEqual([PUBLIC]);
  });

  it('do not delay other names or the thread pool if no server answers', async () => {
    dns.answer = ({ name }) =>
      name.startsWith('dead') ? 'silence' : { addresses: [PUBLIC], ttl: 60 };
    const own = names();
    let ended = 0;
    const dead = Array.from({ length: 40 }, async (_, i) => {
      await own.addresses(`dead-${i}.test`).catch(() => undefined);
      ended++;
    });
    expect(await own.addresses('good.test')).toEqual([PUBLIC]);
    // File access needs a thread of the pool.
    expect(await readFile(__filename, 'utf8')).toContain('thread pool');
    expect(ended).toBe(0);
    dns.release();
    await Promise.all(dead);
  });

  it('are read from the hosts file first, and again when it has changed', async () => {
    writeFileSync(
      file('hosts'),
      '# hosts\n10.0.0.7\tReceiver.internal receiver # alias\r\nfd00::7 receiver\nnonsense x\n',
    );
    const own = names();
    expect(await own.addresses('receiver')).toEqual(['10.0.0.7', 'fd00::7']);
    expect(await own.addresses('receiver.internal.')).toEqual(['10.0.0.7']);
    expect(dns.questions).toEqual([]);
    writeFileSync(file('hosts'), '10.0.0.88 receiver\n');
    expect(await own.addresses('receiver')).toEqual(['10.0.0.88']);
    rmSync(file('hosts'));
    expect(await own.addresses('receiver')).toEqual([PUBLIC, PUBLIC_6]);
  });

  it('include localhost without a hosts file, and without DNS', async () => {
    for (const name of ['localhost', 'LOCALHOST.', 'any.localhost']) {
      expect(await names().addresses(name)).toEqual(['127.0.0.1', '::1']);
    }
    expect(dns.questions).toEqual([]);
  });

  it('of the hosts file of this machine resolve as the system resolves them', async () => {
    const hosts = parseHosts(readFileSync('/etc/hosts', 'utf8'));
    expect(hosts.size).toBeGreaterThan(0);
    const own = names({ hostsFile: '/etc/hosts' });
    for (const name of [...hosts.keys()].slice(0, 20)) {
      const found = await lookup(name, { all: true });
      expect(found.map(({ address }) => address)).toEqual(
        expect.arrayContaining([(await own.addresses(name))[0]]),
      );
    }
  });

  it.each([
    ['', 'hook', ['hook']],
    ['search a.test b.test', 'hook', ['hook.a.test', 'hook.b.test']],
    ['search a.test b.test', 'hook.', ['hook']],
    ['search a.test\noptions timeout:1 ndots:2', 'hook.x', ['hook.x.a.test', 'hook.x']],
    ['search a.test b.test', 'hook.x', ['hook.x', 'hook.x.a.test', 'hook.x.b.test']],
    ['domain a.test.', 'hook', ['hook.a.test', 'hook']],
  ])(
    'with the resolver configuration "%s", %s is asked for as %j',
    async (text, name, expected) => {
      const last = expected.at(-1);
      dns.answer = (question) =>
        question.name === last ? { addresses: [PUBLIC], ttl: 60 } : 'NXDOMAIN';
      writeFileSync(file('resolv.conf'), text);
      expect(await names().addresses(name)).toEqual([PUBLIC]);
      expect([...new Set(dns.questions.map((question) => question.name))]).toEqual(expected);
    },
  );

  it('that change to a private address between two connections are refused at the second', async () => {
    const reached: string[] = [];
    const own = names();
    const agent = new Agent({
      connect: guardedConnector({
        guard: new AddressGuard([]),
        allowHttp: true,
        connectTimeoutMs: 20_000,
        totalTimeoutMs: 20_000,
        resolve: (hostname) => own.addresses(hostname),
        connect: (options, callback) => {
          reached.push(options.hostname);
          // Rebinding: from now on the name has a private address.
          dns.answer = () => ({ addresses: [PUBLIC, '127.0.0.1'], ttl: 1 });
          callback(new Error('the test opens no socket'), null);
        },
      }),
    });
    const post = () =>
      request('http://rebind.test/', { method: 'POST', dispatcher: agent, body: '{}' });
    dns.answer = () => ({ addresses: [PUBLIC], ttl: 1 });
    await expect(post()).rejects.toThrow('opens no socket');
    clock.advance(1_000);
    await expect(post()).rejects.toThrow('rebind.test (127.0.0.1) is neither public nor');
    await expect(post()).rejects.toThrow('neither public nor');
    await agent.destroy();
    expect(reached).toEqual([PUBLIC]);
  });
});
