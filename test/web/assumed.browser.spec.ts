import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { open } from './page';

const STARTING_MS = 120_000;
const ROW = 'table.milestones tbody tr[data-id]';
const PACT = `
id: pact
title: A pact
zone: Europe/Kyiv
parties: {a: {name: Arland}, b: {name: Bergen}}
obligations:
  - {id: report, title: Report, obligor: a, due: within 10 days of signing}
  - {id: visit, title: Visit, obligor: a, due: within 26 days of signing}
  - {id: talks, title: Talks, obligor: b, due: within 30 days of signing}
  - {id: long, title: "A title that takes more than the two lines which a row of the table leaves for it, and whose end alone tells it from the next", due: within 300 days of signing}
  - {id: access, title: Right of entry, obligor: a, opens: 20 days after signing}
`;

withBrowser('what the page says of assumptions and records, in a real Chromium', () => {
  let service: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([
      startTestService(new FakeClock('2025-12-18T09:00:00Z')),
      startBrowser(),
    ]);
    const call = async (method: string, path: string, body: unknown) => {
      const answer = await service.call<{ id: string }>(method, path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status}`);
      return answer.body;
    };
    const facts = '/v1/agreements/pact/facts';
    await call('POST', '/v1/agreements', PACT);
    await call('PUT', '/v1/agreements/pact/signing', { date: '2025-12-01', hypothetical: false });
    await call('POST', facts, { was: 'report.fulfilled', at: '2025-12-09' });
    await call('POST', facts, { was: 'talks.fulfilled', at: '2025-12-12', hypothetical: true });
    const given = { was: 'visit.extended', at: '2025-12-10', for: '2 weeks', actor: 'desk' };
    const { id } = await call('POST', facts, { ...given, reason: 'Exchange of letters' });
    await call('POST', facts, { retracts: id, reason: 'never exchanged' });
  }, STARTING_MS);
  afterAll(async () => {
    await Promise.all([browser.close(), service.end()]);
  });

  async function shown(path: string, wait = ROW, options: BrowserContextOptions = {}) {
    const viewport = { width: 1440, height: 900 };
    const watched = await open(browser, service.url, path, { viewport, ...options });
    await watched.page.waitForSelector(wait);
    return watched;
  }
  const text = async (page: Page, selector: string) =>
    (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
  const status = (page: Page, id: string) =>
    text(page, `${ROW}[data-id="pact/${id}"] .status-text`);

  it('says of what is done by an assumption that it would be met, and of what is done that it is', async () => {
    const { page, close } = await shown('/?agreement=pact&milestone=talks', '.drawer .sentence');
    expect(await status(page, 'talks')).toBe('would be met');
    expect(await status(page, 'report')).toBe('met');
    expect(await text(page, '.drawer .sentence')).toBe(
      'Would be fulfilled on Friday 12 December 2025, 19 days early.',
    );
    await page.goto(`${service.url}/?agreement=pact&assume=visit:2025-12-18`);
    await page.waitForSelector(
      `${ROW}[data-id="pact/visit"] .status-text:has-text("would be met")`,
    );
    expect(await status(page, 'report')).toBe('met');
    await page.goto(`${service.url}/?agreement=pact&asOf=2026-03-01`);
    await page.waitForSelector('.moment');
    expect(await status(page, 'report')).toBe('met');
    expect(await status(page, 'visit')).toBe('would be overdue');
    await close();
  });

  it('says of every record what it is, whether it is assumed, and marks what was taken back', async () => {
    const { page, close } = await shown('/?agreement=pact&view=ledger', '.view .plain td');
    const cells = () => page.locator('.view .plain tbody td:nth-child(3)').allInnerTexts();
    expect((await cells()).slice(0, 4)).toEqual([
      'Visit: “extended” of Wed 10 Dec 2025 taken back',
      expect.stringMatching(/^Visit: extended\s+taken back$/),
      'Talks: fulfilled (assumed)',
      'Report: fulfilled',
    ]);
    expect(await page.locator('.taken-back td:last-child').innerText()).toBe(
      'Exchange of letters (desk)',
    );
    // A line through a text goes through what is set inline within it, too.
    const mark = 'getComputedStyle(document.querySelector(".taken-back .mark")).display';
    expect(await page.evaluate(mark)).toBe('inline-block');
    for (const lang of ['uk', 'ru']) {
      await page.click(`.languages button[lang=${lang}]`);
      await page.waitForSelector(`html[lang=${lang}]`);
      expect((await cells()).slice(0, 4).join(' ')).not.toMatch(/extended|fulfilled|assumed/);
    }
    await close();
  });

  it.each([
    ['assume=nosuch:%2BP14D', 'nosuch:+P14D'],
    ['signing=2026-13-45', 'signing:2026-13-45'],
    ['signing=tomorrow&assume=a.b:2026-01-01', 'signing:tomorrow, a.b:2026-01-01'],
  ])('says what it could not read of a link, and nothing of changes: %s', async (query, unread) => {
    const { page, close } = await shown(`/?agreement=pact&${query}`);
    expect(await text(page, '.shift')).toBe(
      `Left out: ${unread}. It is not in this agreement or cannot be read.`,
    );
    await close();
  });

  it('lets no button of an alert cover its text', async () => {
    const { page, close } = await shown('/?agreement=pact&view=alerts', '.answer .tools');
    const overlaps = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.answer:has(.tools)')].map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell.firstChild);
        const [word, tools] = [range, cell.querySelector('button')].map((one) => one.getBoundingClientRect());
        return tools.left < word.right ? word.bottom - tools.top : 0;
      })`,
    );
    expect(overlaps.length).toBeGreaterThan(0);
    expect(Math.max(...overlaps)).toBeLessThanOrEqual(0);
    await close();
  });

  it.each(
    ['en', 'uk', 'ru'].flatMap((lang) => [1440, 1024].map((width) => [lang, width] as const)),
  )('sets the months of the axis side by side in %s at %d pixels', async (lang, width) => {
    const { page, close } = await shown(
      `/?agreement=pact&signing=2025-12-25&lang=${lang}`,
      '.axis .label',
      { viewport: { width, height: 900 } },
    );
    await page.waitForFunction(
      `(() => {
          const boxes = [...document.querySelectorAll('.axis .label:not(.now)')].map((one) => one.getBoundingClientRect());
          return boxes.length > 3 && boxes.every((box, i) => i === 0 || box.left >= boxes[i - 1].right);
        })()`,
    );
    await close();
  });

  it('prints every title whole', async () => {
    const { page, close } = await shown('/?agreement=pact', ROW, {
      viewport: { width: 703, height: 900 },
    });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.waitForFunction(
      `[...document.querySelectorAll('th.title a')].every((one) => one.scrollHeight <= one.clientHeight + 1)`,
    );
    expect(await page.locator('th.title a').count()).toBe(5);
    await close();
  });
});
