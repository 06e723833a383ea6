import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase, openDatabaseToRead } from '../../src/app/database';
import { SystemClock } from '../../src/base/clock';
import { databaseFile } from '../../src/store/data-sources';
import { backUp, copyAll, restoreFile, withUnpacked } from '../../src/store/transfer/backup';
import { allTold } from '../support/all-told';
import { DATABASE, describeStored, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { SeededRandomness } from '../support/seeded-randomness';
import { startTestService, type TestService, temporaryDirectory } from '../support/service';
import { until } from '../support/until';

const silent = () => undefined;
const FACTS = runs(40, 1_000);
const START = '2026-01-10T00:00:00Z';

const PACT = {
  id: 'pact',
  title: 'Pact',
  zone: 'Europe/Kyiv',
  obligations: Array.from({ length: FACTS }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i} – обов’язок`,
    due: `within ${i + 1} days of signing`,
  })),
};

interface Feed {
  items: { id: string; type: string }[];
  next: string;
  more: boolean;
}

async function changesAfter(from: TestService, since: string): Promise<Feed> {
  const { body } = await from.call<Feed>('GET', `/v1/changes?limit=500&since=${since}`);
  if (!body.more) return body;
  const rest = await changesAfter(from, body.next);
  return { ...rest, items: [...body.items, ...rest.items] };
}

describeStored(`a backup on ${DATABASE}`, () => {
  const directory = temporaryDirectory();
  const clock = new SystemClock();
  const place = (name: string) => join(directory.path, name);
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(new FakeClock(START));
    await service.call('POST', '/v1/agreements', PACT);
    for (const date of ['2026-01-05', '2026-01-06', '2026-01-01']) {
      await service.call('PUT', '/v1/agreements/pact/signing', { date });
    }
    await service.sweep();
  });
  afterAll(async () => {
    await service.end();
    directory.remove();
  });

  const settings = () => ({ ...service.settings });
  const record = async (i: number): Promise<string> => {
    const { body } = await service.call<{ id: string }>('POST', '/v1/agreements/pact/facts', {
      was: `o${i}.fulfilled`,
      at: '2026-01-08',
    });
    return body.id;
  };

  it('taken while facts are recorded loses none that was acknowledged before it began', async () => {
    const acknowledged: string[] = [];
    const before: number[] = [];
    const recording = { on: true };
    const backups = (async () => {
      while (recording.on) {
        before.push(acknowledged.length);
        await backUp(settings(), place(`during-${before.length - 1}`), silent);
        const next = acknowledged.length + FACTS / 5;
        await until(() => !recording.on || acknowledged.length >= next || undefined);
      }
    })();
    try {
      for (let i = 0; i < FACTS; i++) acknowledged.push(await record(i));
    } finally {
      recording.on = false;
      await backups;
    }
    let lost = 0;
    for (const [i, known] of before.entries()) {
      const dataDir = place(`restored-${i}`);
      await restoreFile(dataDir, place(`during-${i}`), clock);
      const stored = await openDatabaseToRead({ dataDir });
      const rows = await stored.read((tx) => tx.query('SELECT id FROM fact'));
      await stored.close();
      const ids = new Set((rows as { id: string }[]).map(({ id }) => id));
      lost += acknowledged.slice(0, known).filter((id) => !ids.has(id)).length;
    }
    expect(lost).toBe(0);
    figure(
      32,
      `${before.length} backups while ${acknowledged.length} facts were recorded, ${DATABASE}: acknowledged lost ${lost}`,
    );
  });

  it('restored into either database gives the same answers, and the change feed continues', async () => {
    await service.call('PUT', '/v1/agreements/pact/tags', { tags: ['Grain'] });
    const file = place('whole');
    await backUp(settings(), file, silent);
    const milestones = '/v1/agreements/pact/milestones?limit=100';
    const list = '/v1/agreements?tag=grain&text=pact';
    const then = (await service.call('GET', milestones)).body;
    await allTold(service);
    const all = await changesAfter(service, '0.0');
    // What is given out from here on is lost: nobody may find it again on something else.
    const lost = await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-02' });
    await allTold(service);
    const unheard = (await service.call<Feed>('GET', `/v1/changes?since=${all.next}`)).body;
    expect(unheard.items).not.toEqual([]);
    const middle = (await service.call<Feed>('GET', '/v1/changes?limit=3')).body;
    const here = await emptyDatabase();
    if (here.settings.databaseUrl === undefined) {
      await restoreFile(here.settings.dataDir, file, clock);
    } else {
      await withUnpacked(here.settings.dataDir, file, clock, async (dataDir) => {
        const source = await openDatabase({ dataDir }, new SystemClock());
        const target = await openDatabase(here.settings, new SystemClock());
        const first = await copyAll(source, target, silent);
        const again = await copyAll(source, target, silent);
        expect(again).toEqual({ ...first, already: true });
        await source.write((tx) => tx.query("UPDATE agreement SET title = 'Another'"));
        await expect(copyAll(source, target, silent)).rejects.toThrow('holds other data');
        await target.close();
        await source.close();
      });
    }
    const restored = await startTestService(new FakeClock(START), {}, here.settings);
    try {
      expect((await restored.call('GET', milestones)).body).toEqual(then);
      expect((await restored.call('GET', list)).body).toMatchObject({
        items: [{ tags: ['Grain'] }],
      });
      await allTold(restored);
      const rest = await changesAfter(restored, middle.next);
      expect(rest.items.map(({ id }) => id)).toEqual(all.items.slice(3).map(({ id }) => id));
      await restored.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-03' });
      await allTold(restored);
      const { body: next } = await restored.call<Feed>('GET', `/v1/changes?since=${all.next}`);
      expect(next.items.map(({ type }) => type)).toContain('schedule.changed');
      const { body: late } = await restored.call<Feed>('GET', `/v1/changes?since=${unheard.next}`);
      expect(late).toEqual(next);
      const stale = { 'if-none-match': String(lost.headers.get('etag')) };
      const polled = await restored.call('GET', '/v1/agreements/pact', undefined, stale);
      expect(polled.status).toBe(200);
    } finally {
      await restored.end();
      await here.remove();
    }
  });

  it('restored a second time counts on above the numbers given out since the first restore', async () => {
    const file = place('again');
    await backUp(settings(), file, silent);
    const dataDir = place('twice');
    const restoredAt = async (at: string) => {
      const then = new FakeClock(at);
      await restoreFile(dataDir, file, then, { replace: true });
      return startTestService(then, {}, { dataDir });
    };
    const signed = async (on: TestService, date: string) => {
      const { body } = await on.call<{ revision: number }>('PUT', '/v1/agreements/pact/signing', {
        date,
      });
      await allTold(on);
      return body.revision;
    };
    const first = await restoredAt('2026-01-11T00:00:00Z');
    const revision = await signed(first, '2026-01-02');
    const lost = await changesAfter(first, '0.0');
    await first.end();
    const second = await restoredAt('2026-01-11T01:00:00Z');
    try {
      expect(await signed(second, '2026-01-03')).toBeGreaterThan(revision + 3_000);
      const next = await changesAfter(second, lost.next);
      expect(next.items.map(({ type }) => type)).toContain('schedule.changed');
    } finally {
      await second.end();
    }
  });

  it('never replaces another file, nor a database without --replace', async () => {
    const file = place('first');
    await backUp(settings(), file, silent);
    await expect(backUp(settings(), file, silent)).rejects.toThrow('never replaces another file');
    const dataDir = place('used');
    await restoreFile(dataDir, file, clock);
    await expect(restoreFile(dataDir, file, clock)).rejects.toThrow('--replace renames it');
    const aside = await restoreFile(dataDir, file, clock, { replace: true });
    expect(aside).toBe(`${databaseFile(dataDir)}.replaced-1`);
    expect(readdirSync(dataDir).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('replaces a damaged database and keeps all its files', async () => {
    const file = place('good');
    await backUp(settings(), file, silent);
    const dataDir = place('damaged');
    mkdirSync(dataDir);
    const former = new Map([
      ['', 'no database '.repeat(500)],
      ['-wal', 'no log '.repeat(500)],
    ]);
    for (const [suffix, text] of former) writeFileSync(databaseFile(dataDir) + suffix, text);
    const aside = await restoreFile(dataDir, file, clock, { replace: true });
    for (const [suffix, text] of former) {
      expect(readFileSync(`${aside}${suffix}`, 'utf8')).toBe(text);
    }
    const stored = await openDatabaseToRead({ dataDir });
    const rows = await stored.read((tx) => tx.query('SELECT id FROM agreement'));
    await stored.close();
    expect(rows).toEqual([{ id: 'pact' }]);
  });

  it('waits for processes that read the database to be replaced, and refuses after a while', async () => {
    const file = place('third');
    await backUp(settings(), file, silent);
    const dataDir = place('read-meanwhile');
    await restoreFile(dataDir, file, clock);
    const reader = await openDatabaseToRead({ dataDir });
    await reader.read((tx) => tx.query('SELECT id FROM agreement'));
    const refused = restoreFile(dataDir, file, clock, { replace: true });
    await expect(refused).rejects.toThrow(/Another process reads .* Nothing was changed/);
    await reader.close();
    expect(await restoreFile(dataDir, file, clock, { replace: true })).toMatch(/replaced-1$/);
  });

  it('that was changed in any bit or cut anywhere is refused, and nothing changes', async () => {
    const file = place('sound');
    await backUp(settings(), file, silent);
    const bytes = readFileSync(file);
    const chance = new SeededRandomness(Number(process.env.PACTA_SEED));
    const somewhere = (within: number) => Math.floor(chance.fraction() * within);
    const dataDir = place('untouched');
    const TRIES = runs(60, 1_000);
    let accepted = 0;
    for (let i = 0; i < TRIES; i++) {
      const harmed = Buffer.from(bytes);
      const byte = somewhere(bytes.length);
      harmed[byte] = (harmed[byte] as number) ^ (1 << somewhere(8));
      writeFileSync(place('harmed'), i % 2 === 0 ? harmed : bytes.subarray(0, byte));
      await restoreFile(dataDir, place('harmed'), clock).then(
        () => accepted++,
        (error: Error) => expect(error.message).toMatch(/checksum/),
      );
    }
    expect(accepted).toBe(0);
    expect(existsSync(databaseFile(dataDir))).toBe(false);
    await restoreFile(dataDir, file, clock);
    figure(47, `${TRIES} bits flipped in a backup or parts of it cut off: accepted ${accepted}`);
  });

  it('without a checksum is refused, and accepted with --unverified', async () => {
    const file = place('plain');
    await backUp(settings(), file, silent);
    // As a copy of the database file itself: all but the line at the end.
    truncateSync(file, Math.floor(readFileSync(file).length / 4_096) * 4_096);
    await expect(restoreFile(place('taken'), file, clock)).rejects.toThrow(
      /does not end with a checksum/,
    );
    await restoreFile(place('taken'), file, clock, { unverified: true });
    expect(existsSync(databaseFile(place('taken')))).toBe(true);
    truncateSync(file, 40_960);
    const cut = restoreFile(place('cut'), file, clock, { unverified: true });
    await expect(cut).rejects.toThrow(/cannot be used/);
    writeFileSync(place('text'), 'no database '.repeat(50));
    const text = restoreFile(place('cut'), place('text'), clock, { unverified: true });
    await expect(text).rejects.toThrow(/not an SQLite/);
    expect(existsSync(databaseFile(place('cut')))).toBe(false);
  });

  it('is readable to its owner only, and an SQLite database to other tools', async () => {
    const file = place('read');
    await backUp(settings(), file, silent);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const database = new Database(file, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare('SELECT id FROM agreement').all()).toEqual([{ id: 'pact' }]);
    database.close();
  });

  it('that cannot be written says where and why', async () => {
    const nowhere = backUp(settings(), place('no/such/place'), silent);
    await expect(nowhere).rejects.toThrow(/cannot be written to .*no such file or directory/);
  });
});
