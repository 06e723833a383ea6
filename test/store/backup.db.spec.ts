import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../../src/clock';
import { backUp, copyAll, restoreFile, withUnpacked } from '../../src/store/backup';
import { databaseFile } from '../../src/store/data-sources';
import { openStore, openToRead } from '../../src/store/open';
import { allTold } from '../support/all-told';
import { DATABASE, describeStored, emptyDatabase } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
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
      await restoreFile(dataDir, place(`during-${i}`), false);
      const stored = await openToRead({ dataDir });
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

  it('restored into either database is served as it was, and the feed goes on where it stood', async () => {
    const file = place('whole');
    await backUp(settings(), file, silent);
    const milestones = '/v1/agreements/pact/milestones?limit=100';
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
      await restoreFile(here.settings.dataDir, file, false);
    } else {
      await withUnpacked(here.settings.dataDir, file, async (dataDir) => {
        const source = await openStore({ dataDir }, new SystemClock());
        const target = await openStore(here.settings, new SystemClock());
        const first = await copyAll(source, target, silent);
        const again = await copyAll(source, target, silent);
        expect(again).toEqual({ ...first, already: true });
        await source.write((tx) => tx.query("UPDATE agreement SET title = 'Another'"));
        await expect(copyAll(source, target, silent)).rejects.toThrow('holds something else');
        await target.close();
        await source.close();
      });
    }
    const restored = await startTestService(new FakeClock(START), {}, here.settings);
    try {
      expect((await restored.call('GET', milestones)).body).toEqual(then);
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

  it('takes the place of nothing: not of a file, not of a database that was not named for it', async () => {
    const file = place('first');
    await backUp(settings(), file, silent);
    await expect(backUp(settings(), file, silent)).rejects.toThrow('never takes the place');
    const dataDir = place('used');
    await restoreFile(dataDir, file, false);
    await expect(restoreFile(dataDir, file, false)).rejects.toThrow('--replace moves it aside');
    const aside = await restoreFile(dataDir, file, true);
    expect(aside).toBe(`${databaseFile(dataDir)}.replaced-1`);
    expect(readdirSync(dataDir)).not.toContain('restoring');
  });

  it('that is cut short or no backup is refused, and nothing is touched', async () => {
    const cut = place('cut');
    await backUp(settings(), cut, silent);
    truncateSync(cut, 40_000);
    const dataDir = place('untouched');
    await expect(restoreFile(dataDir, cut, false)).rejects.toThrow(/cannot be used/);
    writeFileSync(place('text'), 'no database '.repeat(50));
    await expect(restoreFile(dataDir, place('text'), false)).rejects.toThrow(/not an SQLite/);
    expect(existsSync(databaseFile(dataDir))).toBe(false);
  });
});
