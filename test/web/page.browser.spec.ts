import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ICAL from 'ical.js';
import type { Browser } from 'playwright-core';
import { PROJECT_ROOT } from '../../src/config/root';
import { formatDay, parseDay } from '../../src/engine/calendar/epoch-day';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { complaints, open, overflow } from './page';
import { startServiceIn, type ZonedService } from './zoned-service';

const ID = 'worked-example';
/** Three services and a browser, on a machine that may be busy. */
const STARTING_MS = 120_000;
const TABLE = 'table.milestones tbody tr[data-id]';
const BUILT = join(PROJECT_ROOT, 'dist', 'web');

withBrowser('the page in a real Chromium', () => {
  const clock = new FakeClock('2025-12-18T09:00:00Z');
  let service: TestService;
  let browser: Browser;
  let elsewhere: ZonedService[];
  beforeAll(async () => {
    const started = startTestService(clock, {
      shippedAgreements: true,
      signing: { [ID]: { date: '2025-11-27', hypothetical: true } },
    });
    const zoned = ['Europe/Kyiv', 'Pacific/Kiritimati'].map(startServiceIn);
    [service, browser, ...elsewhere] = await Promise.all([started, startBrowser(), ...zoned]);
  }, STARTING_MS);
  afterAll(async () => {
    await Promise.all([browser.close(), service.end(), ...elsewhere.map(({ end }) => end())]);
  });

  const at = (path: string, options = {}) => open(browser, service.url, path, options);
  const settled = async (path: string, options = {}) => {
    const watched = await at(path, options);
    await watched.page.waitForSelector(TABLE);
    return watched;
  };

  /** The days of a service, which its API, its table and its calendar must agree on. */
  async function daysOf(url: string): Promise<Record<string, string>> {
    const read = async (path: string) => (await fetch(`${url}/v1/agreements/${ID}/${path}`)).text();
    const { items }: { items: { id: string; dueOn: string | null }[] } = JSON.parse(
      await read('milestones?limit=1000'),
    );
    const days = Object.fromEntries(items.map(({ id, dueOn }) => [id, dueOn ?? '']));
    const csv = await read('milestones.csv');
    for (const [id, day] of Object.entries(days)) {
      const line = csv.split('\r\n').find((text) => text.startsWith(`${id},`)) ?? '';
      expect(`${id} ${line.includes(day)}`).toBe(`${id} true`);
    }
    const parts = new ICAL.Component(ICAL.parse(await read('calendar.ics')));
    const inCalendar = parts
      .getAllSubcomponents('vevent')
      .map((part) => new ICAL.Event(part).startDate.toString());
    for (const day of Object.values(days)) if (day !== '') expect(inCalendar).toContain(day);
    return days;
  }

  async function shownIn(timezoneId: string, url: string): Promise<Record<string, string>> {
    const { page, close } = await open(browser, url, `/?agreement=${ID}`, { timezoneId });
    await page.waitForSelector(TABLE);
    const shown = await page.evaluate<[string, string][]>(
      `[...document.querySelectorAll('${TABLE}')].map((row) => [row.dataset.id, row.querySelector('[data-due]')?.dataset.due ?? ''])`,
    );
    expect(await page.locator(`[data-id="${ID}/elections"] td.due .is`).innerText()).toBe(
      'Sat 7 Mar 2026',
    );
    await close();
    return Object.fromEntries(
      shown.map(([id, day]) => [id, day === '' ? '' : formatDay(Number(day))]),
    );
  }

  it('gives every milestone one day: page, API, CSV and calendar, in three zones of the browser and three of the server', async () => {
    for (const { url } of elsewhere) {
      await fetch(`${url}/v1/agreements/${ID}/signing`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ date: '2025-11-27' }),
      });
    }
    const days = await daysOf(service.url);
    expect(days[`${ID}/elections`]).toBe('2026-03-07');
    for (const { url } of [service, ...elsewhere]) {
      expect(await daysOf(url)).toEqual(days);
    }
    const [inKyiv, onKiritimati] = elsewhere as [ZonedService, ZonedService];
    const pages = await Promise.all([
      ...['America/Los_Angeles', 'Europe/Kyiv', 'Pacific/Kiritimati'].map((zone) =>
        shownIn(zone, service.url),
      ),
      shownIn('Pacific/Kiritimati', inKyiv.url),
      shownIn('America/Los_Angeles', onKiritimati.url),
    ]);
    expect(pages).toEqual(pages.map(() => days));
  });

  it('answers a what-if from its link alone, with what moves and why the rest does not', async () => {
    const { page, faults, close } = await settled(`/?agreement=${ID}&signing=2025-12-25`);
    expect(await page.locator('.signing .date').innerText()).toBe('Thu 25 Dec 2025');
    expect(await page.locator('.shift p').first().innerText()).toMatch(
      /^6 of 11 milestones would change: 6 dates move, each by \+28 days; 2 get another status\./,
    );
    expect(await page.locator(`[data-id="${ID}/elections"] td.due`).innerText()).toContain(
      'Sat 4 Apr 2026',
    );
    await page.locator('.shift summary').first().click();
    await page.waitForSelector('.reasons .because');
    expect(await page.locator('.shift .reasons').innerText()).toContain(
      'The text names Tuesday 30 June 2026',
    );
    await page.locator('.conflicts summary:has-text("3 dates to check (0 new, 0 gone)")').click();
    expect(await page.locator('.conflicts').innerText()).toContain(
      'Nationwide elections 4 Apr 2026: due on a day off (weekend)',
    );
    expect(faults).toEqual([]);
    await close();
  });

  it('does everything with the keyboard alone: slider, field, drawer and back', async () => {
    const { page, faults, close } = await settled(`/?agreement=${ID}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    const tabTo = async (selector: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches('${selector}')`)) return;
      }
      throw new Error(`Tab never reaches ${selector}`);
    };
    await tabTo('.slider input');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.signing .date').innerText()).toBe('Sat 29 Nov 2025');
    await tabTo('.steps button:last-child');
    await page.keyboard.press('Enter');
    expect(await page.locator('.signing .date').innerText()).toBe('Sat 6 Dec 2025');
    await page.waitForURL(/signing=2025-12-06/);
    await tabTo('.signing .entry input');
    await page.keyboard.type('10 Dec 2025');
    await page.keyboard.press('Enter');
    await page.waitForURL(/signing=2025-12-10/);
    await tabTo('.signing .entry button');
    await page.keyboard.press('Enter');
    // Its texts are loaded when it is opened.
    await page.waitForSelector('.month-grid .days :focus');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/signing=2025-12-06/);
    expect(await page.evaluate('document.activeElement.className')).toBe('icon');
    await tabTo('[data-milestone="elections"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.drawer .sentence:has-text("Monday 16 March 2026")');
    expect(page.url()).toContain('milestone=elections');
    expect(await page.locator('.drawer').innerText()).toContain(
      'Would fall due on Monday 16 March 2026.',
    );
    await page.keyboard.press('Escape');
    await page.waitForSelector('.drawer', { state: 'detached' });
    expect(await page.evaluate('document.activeElement.dataset.milestone')).toBe('elections');
    expect(faults).toEqual([]);
    await close();
  });

  const VIEWS = {
    timeline: `/?agreement=${ID}`,
    'what-if with its drawer': `/?agreement=${ID}&signing=2025-12-25&milestone=elections`,
    alerts: `/?agreement=${ID}&view=alerts`,
    ledger: `/?agreement=${ID}&view=ledger&asOf=2026-03-01`,
    'in Ukrainian': `/?agreement=${ID}&signing=2025-12-25&lang=uk`,
  };

  it.each(Object.entries(VIEWS))(
    '%s: axe finds nothing in light and dark, nothing leaves the origin, and 320 pixels are enough',
    async (_, path) => {
      const { page, faults, close } = await at(path);
      await page.waitForSelector('.milestones, .view .plain, .view .nothing');
      if (path.includes('milestone=')) await page.waitForSelector('.drawer .history li');
      expect(await complaints(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await complaints(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(faults).toEqual([]);
      await close();
    },
  );

  it('hears of a change and shows it without moving what is read', async () => {
    const { page, close } = await settled(`/?agreement=${ID}`);
    await page.waitForSelector('.connection.is-live');
    await page.evaluate('scrollTo(0, 200)');
    const before = await page.evaluate('scrollY');
    await service.call('PUT', `/v1/agreements/${ID}/signing`, { date: '2025-11-28' });
    await page.waitForSelector(
      `[data-id="${ID}/elections"] [data-due="${parseDay('2026-03-08')}"]`,
    );
    expect(await page.evaluate('scrollY')).toBe(before);
    await service.call('PUT', `/v1/agreements/${ID}/signing`, { date: '2025-11-27' });
    await close();
  });

  it('says where to look without script', async () => {
    const { page, close } = await at('/', { javaScriptEnabled: false });
    await page.click('noscript a, a[href="/plain"]');
    await page.click(`a[href="/plain/${ID}"]`);
    expect(await page.innerText('table')).toContain('2026-03-07');
    await close();
  });

  it('says in the language of the page what it leaves out of a link, why a day is checked and what caused a date', async () => {
    const link = `/?agreement=${ID}&lang=uk&milestone=elections&against=2025-13-41&asOf=rubbish`;
    const { page, faults, close } = await settled(link);
    await page.waitForSelector('.shift [role=alert]:has-text("against:2025-13-41, asOf:rubbish")');
    await page.waitForSelector('.drawer .conflict:has-text("неробочий день (вихідні)")');
    await page.waitForSelector('.drawer .history .because');
    expect(await page.locator('.moment').count()).toBe(0);
    expect((await page.locator('.drawer .history .because').allInnerTexts()).join()).not.toMatch(
      /[a-z]{3} (set|added|recorded)/,
    );
    expect(faults).toEqual([]);
    await close();
  });

  it('saves a what-if, assumes a delay, puts a day in force and records what happened, each with its reason', async () => {
    const { page, faults, close } = await settled(`/?agreement=${ID}&signing=2025-12-01`);
    await page.click('.signing .tools button:has-text("Save")');
    await page.fill('dialog input[name=name]', 'A week later');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.signing optgroup option:has-text("A week later")', {
      state: 'attached',
    });
    await page.click('.signing .tools button:has-text("Set this date")');
    await page.fill('dialog input[name=reason]', 'as announced');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.signing .kind:has-text("Hypothetical signing")');
    expect(await page.locator('.signing .date').innerText()).toBe('Mon 1 Dec 2025');
    await page.click('[data-milestone="elections"]');
    await page.click('.drawer button:has-text("7 days late")');
    await page.waitForSelector(
      '.assumed li:has-text("Nationwide elections: fulfilled 7 days late, Wed 18 Mar 2026")',
    );
    await page.click('.assumed button');
    await page.click('.drawer summary:has-text("Record what happened")');
    await page.selectOption('.record select[name=kind]', 'fulfilled');
    await page.fill('.record .entry input', '10.12.2025');
    await page.fill('.record input[name=reason]', 'seen by observers');
    await page.click('.record button[type=submit]');
    await page.waitForSelector('.drawer .because:has-text("seen by observers")');
    expect(faults).toEqual([]);
    await close();
  });

  it('holds a day against any other, and changes an alert policy after trying it', async () => {
    const { page, faults, close } = await settled(`/?agreement=${ID}&signing=2025-12-25`);
    await page.fill('.field:has-text("Compare with") input', '2025-12-20');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.shift p:has-text("+5 days")');
    expect(page.url()).toContain('against=2025-12-20');
    await page.click('.views a:has-text("Alerts")');
    await page.click('.rules summary');
    await page.fill('.rules textarea', '[{ "theme": "no-such-theme", "leads": ["P30D"] }]');
    await page.click('button:has-text("Alerts of the next 90 days")');
    await page.waitForSelector('[role=alert]:has-text("no-such-theme")');
    faults.length = 0; // Chromium notes the refusal in its console.
    await page.fill('.rules textarea', '[{ "leads": ["P30D"] }]');
    await page.click('.rules button');
    await page.waitForSelector('.hint:has-text("1 own rule")');
    expect(faults).toEqual([]);
    await close();
  });

  it.each([
    ['en', 'Ceasefire'],
    ['uk', 'Припинення вогню'],
    ['ru', 'Прекращение огня'],
  ])('has the titles of the agreement in the language %s', async (spoken, title) => {
    const { page, faults, close } = await settled(`/?agreement=ukraine-28-point&lang=${spoken}`);
    await page.waitForSelector(`${TABLE} :text("${title}")`);
    expect(faults).toEqual([]);
    await close();
  });

  it.each(['en', 'uk', 'ru'])(
    'is small in %s, gzipped: libraries at most 16 kB, all that the timeline loads 60 kB, with what is opened later 140 kB',
    async (spoken) => {
      await service.call('PUT', `/v1/agreements/${ID}/signing`, { date: '2025-11-27' });
      const { page, close } = await settled(`/?agreement=${ID}&lang=${spoken}`);
      await page.waitForSelector('.conflicts summary');
      const timeline = await page.evaluate<string[]>(
        "performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)).filter((name) => name.endsWith('.js'))",
      );
      await close();
      const read = (name: string) => readFileSync(join(BUILT, 'assets', name), 'utf8');
      const sum = (names: readonly string[]) =>
        names.reduce((total, name) => total + gzipSync(read(name)).length, 0);
      const scripts = readdirSync(join(BUILT, 'assets')).filter((name) => name.endsWith('.js'));
      const libraries = scripts.filter((name) => name.startsWith('libraries'));
      const all = scripts.filter(
        (name) =>
          !/^(speak|explain|home|new-agreement)-(en|uk|ru)-/.test(name) ||
          name.includes(`-${spoken}-`),
      );
      const kinds = timeline.map((name) => name.replace(/-.{8}\.js$/, ''));
      expect(kinds.sort()).toEqual(['index', 'libraries', 'plural', `speak-${spoken}`]);
      expect(sum(libraries)).toBeLessThanOrEqual(16_000);
      expect(sum(timeline)).toBeLessThanOrEqual(60_000);
      // The view that adds an agreement is 42 kB of it, of which the library that edits YAML 30 kB.
      expect(sum(all)).toBeLessThanOrEqual(140_000);
      expect(readFileSync(join(BUILT, 'index.html'), 'utf8')).not.toMatch(/style=|<script>/);
    },
  );

  it('asks for a token where one is wanted, takes a cookie for it, and gives it back', async () => {
    const { body } = await service.call<{ token: string }>('POST', '/v1/tokens', {
      role: 'admin',
      name: 'Anna',
    });
    const { page, close } = await at(`/?agreement=${ID}`);
    await page.fill('input[name=token]', 'pacta_wrong');
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    await page.fill('input[name=token]', body.token);
    await page.click('button[type=submit]');
    await page.waitForSelector(TABLE);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.click('.foot button');
    await page.waitForSelector('input[name=token]');
    await close();
  });
});
