import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { until } from '../support/until';
import { complaints, open, overflow } from './page';

const COUNT = 24;
const ROWS = '.agreements tbody tr';
const ROW = '.milestones tbody tr[data-id]';
const DUE = '.ahead section:first-child li';
const STARTING_MS = 60_000;

/** One deadline every five days from 2 March on; every fourth agreement has one that passed. */
const pact = (i: number) => ({
  id: `pact-${i}`,
  title: `Pact ${i} on passage`,
  ...(i % 2 === 0 ? { status: 'draft, not signed' } : {}),
  zone: 'Europe/Kyiv',
  parties: { a: { name: i === 7 ? 'Türkiye' : 'North' }, b: { name: 'South' } },
  obligations: [
    {
      id: 'report',
      ref: '3',
      title: `Report ${i}`,
      obligor: 'a',
      due: `by ${new Date(Date.parse('2026-03-02') + 5 * i * 86_400_000).toISOString().slice(0, 10)}`,
    },
    ...(i === 11
      ? [{ id: 'arms', title: 'Облік', quote: 'Сторони ведуть облік озброєння.', due: 'undated' }]
      : []),
    ...(i % 4 === 0 ? [{ id: 'past', title: 'Inspection', due: 'by 2026-02-20' }] : []),
  ],
});

withBrowser('the list of all agreements in a real Chromium', () => {
  const clock = new FakeClock('2026-02-10T09:00:00Z');
  let service: TestService;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService(clock), startBrowser()]);
  }, STARTING_MS);
  beforeEach(async () => {
    clock.set('2026-02-10T09:00:00Z');
    await service.clear();
    for (let i = 0; i < COUNT; i++) await given('POST', '', pact(i));
    clock.set('2026-03-01T09:00:00Z');
    await service.sweep();
  });
  afterAll(async () => {
    await Promise.all([browser.close(), service.end()]);
  });

  const given = async (method: string, path: string, body: object) => {
    const { status } = await service.call(method, `/v1/agreements${path}`, body);
    expect({ path, done: status < 300 }).toEqual({ path, done: true });
  };
  const home = async (path = '/', options: BrowserContextOptions = {}) => {
    const watched = await open(browser, service.url, path, options);
    await watched.page.waitForSelector(`${ROWS}, .empty, .nothing`);
    return watched;
  };
  const texts = async (page: Page, selector: string): Promise<string[]> =>
    (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  const counts = (page: Page, selector: string, n: number) =>
    until(async () => (await page.locator(selector).count()) === n || undefined);
  const rows = (page: Page, n: number) => counts(page, ROWS, n);
  /** Presses Tab until the element in focus matches. */
  const tabTo = async (page: Page, selector: string): Promise<void> => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(`document.activeElement.matches('${selector}')`)) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  };

  it.each([
    ['with the mouse', { width: 1440, height: 900 }],
    ['on a phone', { width: 390, height: 800 }],
  ])(
    '%s: what is due in the next 30 days, a search, one agreement and back',
    async (_, viewport) => {
      const { page, faults, close } = await home('/', { viewport });
      expect(await texts(page, '.list-head h2')).toEqual(['24 agreements']);
      expect(await texts(page, '.ahead h2')).toEqual([
        'The next 30 days 6',
        'Overdue and breached 6',
      ]);
      await page.click('.ahead section:first-child .all');
      await counts(page, DUE, 6);
      expect((await texts(page, DUE))[5]).toMatch(
        /Report 5\s+in 26 days, Fri 27 Mar 2026\s+Pact 5/,
      );
      await page.fill('.find input', 'ОБЛІК озброєння');
      await rows(page, 1);
      expect(await texts(page, '.found')).toEqual(['Облік']);
      await page.click(`${ROWS} .found a`);
      await page.waitForSelector(`${ROW}[data-id="pact-11/arms"]`);
      expect(await page.locator(ROW).count()).toBe(1);
      await page.goBack();
      await rows(page, 1);
      await page.click(`${ROWS} .open`);
      await page.waitForSelector(`${ROW}[data-id="pact-11/report"]`);
      expect(page.url()).toBe(`${service.url}/?agreement=pact-11`);
      await page.goBack();
      await rows(page, 1);
      expect(await page.inputValue('.find input')).toMatch(/озброєння$/);
      await page.fill('.find input', '');
      await rows(page, 24);
      expect(await page.locator(DUE).count()).toBe(6);
      expect(await overflow(page)).toBe(0);
      expect(faults).toEqual([]);
      await close();
    },
  );

  it('by the keyboard alone: search, open, back', async () => {
    const { page, faults, close } = await home();
    await tabTo(page, '.find input');
    await page.keyboard.type('turkiye');
    await rows(page, 1);
    await tabTo(page, '.agreements .open');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`${ROW}[data-id="pact-7/report"]`);
    await tabTo(page, '.up');
    await page.keyboard.press('Enter');
    await rows(page, 1);
    expect(await page.inputValue('.find input')).toBe('turkiye');
    expect(faults).toEqual([]);
    await close();
  });

  it('opens the milestone of a line, and keeps the order and the place of the list', async () => {
    const { page, close } = await home('/?sort=title');
    await page.locator(`${ROWS}[data-id=pact-23]`).scrollIntoViewIfNeeded();
    const before = await page.evaluate<number>('scrollY');
    expect(before).toBeGreaterThan(0);
    await page.click('.agreements tr[data-id=pact-23] .open');
    await page.waitForSelector(`${ROW}[data-id="pact-23/report"]`);
    expect(await page.evaluate('scrollY')).toBe(0);
    await page.goBack();
    await rows(page, 24);
    await until(async () => (await page.evaluate('scrollY')) === before || undefined);
    expect(await page.inputValue('.list-head select')).toBe('title');
    await page.click('.ahead section:nth-child(2) li a');
    await page.waitForSelector('.drawer h2:has-text("Inspection")');
    await close();
  });

  it('orders by what is late, and shows what is next, late and counted', async () => {
    const { page, close } = await home();
    expect((await texts(page, `${ROWS} .open`)).slice(0, 2)).toEqual([
      'Pact 0 on passage',
      'Pact 1 on passage',
    ]);
    const [first] = await texts(page, ROWS);
    expect(first).toMatch(/draft, not signed/);
    expect(first).toMatch(/tomorrow, Mon 2 Mar 2026\s+Report 0/);
    expect(first).toMatch(/9 days late\s+Inspection/);
    expect(await texts(page, `${ROWS}:first-child .counts li`)).toEqual([
      '1 overdue',
      '1 due soon',
    ]);
    await page.selectOption('.list-head select', 'late');
    await page.waitForSelector(`${ROWS}:nth-child(2)[data-id=pact-12]`);
    expect(page.url()).toContain('sort=late');
    await close();
  });

  it('sets groups and tags for everybody who reads the service', async () => {
    const { page, faults, close } = await home();
    await page.hover('.agreements tr[data-id=pact-3]');
    await page.click('.agreements tr[data-id=pact-3] .organise');
    await page.fill('dialog input[name=tags]', 'Grain, Black Sea');
    await page.click('dialog .main');
    await page.waitForSelector('.agreements tr[data-id=pact-3] .tag >> nth=1');
    await page.click('.agreements tr[data-id=pact-4] .organise');
    await page.click('dialog label:has-text("Archived")');
    await page.click('dialog .main');
    await rows(page, 23);
    await close();

    const other = await home('/?tag=Grain');
    expect(await texts(other.page, `${ROWS} .open`)).toEqual(['Pact 3 on passage']);
    expect(await texts(other.page, '.ahead .total')).toEqual(['1']);
    await other.page.click('.chip:has-text("Grain")');
    await rows(other.page, 23);
    await other.page.click('.chip:has-text("Archived")');
    await rows(other.page, 1);
    expect(await texts(other.page, `${ROWS} .about`)).toEqual([
      expect.stringContaining('archived, draft, not signed'),
    ]);
    expect([...faults, ...other.faults]).toEqual([]);
    await other.close();
  });

  it('says why tags are refused, and keeps what was typed', async () => {
    const { page, close } = await home();
    await page.hover('.agreements tr[data-id=pact-3]');
    await page.click('.agreements tr[data-id=pact-3] .organise');
    await page.fill('dialog input[name=tags]', 'x'.repeat(41));
    await page.click('dialog .main');
    await page.waitForSelector('dialog [role=alert]:has-text("40 characters")');
    expect(await page.inputValue('dialog input[name=tags]')).toHaveLength(41);
    await close();
  });

  it('has the next fifty rows at a button', async () => {
    for (let i = COUNT; i < 60; i++) await given('POST', '', pact(i));
    const { page, close } = await home();
    await rows(page, 50);
    await page.click('button:has-text("Show 10 more")');
    await rows(page, 60);
    expect(await page.locator('.more').count()).toBe(0);
    await close();
  });

  it('teaches the next step where there is nothing, and is calm with one agreement', async () => {
    await service.clear();
    const { page, close } = await home();
    expect(await texts(page, '.empty pre')).toEqual([expect.stringContaining(service.url)]);
    await given('POST', '', { ...pact(1), id: 'only' });
    await page.reload();
    await rows(page, 1);
    expect(await page.locator('.chip').count()).toBe(0);
    expect(await texts(page, '.list-head h2')).toEqual(['1 agreement']);
    await page.fill('.find input', 'nosuch');
    await page.click('.nothing a');
    await rows(page, 1);
    await close();
  });

  it('says that the service is unreachable, and reads again at the next look', async () => {
    const { page, close } = await home();
    await page.route('**/v1/**', (route) => route.abort());
    await page.fill('.find input', 'pact');
    await page.waitForSelector('[role=alert]:has-text("The service cannot be reached.")');
    expect(await page.locator(ROWS).count()).toBe(24);
    await page.unroute('**/v1/**');
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.waitForSelector('[role=alert]', { state: 'detached' });
    await close();
  });

  it.each([
    ['en', 'light', 1440],
    ['uk', 'dark', 768],
    ['ru', 'light', 390],
  ] as const)(
    'has no finding of axe, no fault and no sideways scroll in %s, %s, at %d pixels',
    async (lang, colorScheme, width) => {
      await given('PUT', '/pact-3/tags', { tags: ['Grain'] });
      await given('PUT', '/pact-4/standing', { standing: 'paused' });
      for (const path of ['/?', '/?text=report', '/?show=late', '/?group=archived']) {
        const viewport = { width, height: 900 };
        const { page, faults, close } = await home(`${path}&lang=${lang}`, {
          viewport,
          colorScheme,
          reducedMotion: 'reduce',
        });
        expect(await complaints(page)).toEqual([]);
        await page.setViewportSize({ width: 320, height: 800 });
        expect({ path, by: await overflow(page) }).toEqual({ path, by: 0 });
        expect(faults).toEqual([]);
        await close();
      }
    },
  );

  it('is printed without its controls, and keeps its marks with forced colours', async () => {
    const { page, close } = await home('/', { forcedColors: 'active' });
    const sizes = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.bar rect')].map((one) => one.getBoundingClientRect().width)",
    );
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.find', '.more', '.organise', '.ahead .all']) {
      expect(await page.locator(gone).filter({ visible: true }).count()).toBe(0);
    }
    expect(await page.locator(ROWS).count()).toBe(24);
    await close();
  });
});
