import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../src/config/root';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestReceiver, startTestService, type TestService } from '../support/service';
import { complaints, open, overflow } from './page';

const STARTING_MS = 120_000;
const ROW = 'table.milestones tbody tr[data-id]';
const LIBRARY = join(PROJECT_ROOT, 'config', 'agreements', 'library');

/** Signed for certain on 1 December, with a deadline of each party's and words of its own. */
const SIGNED = `
id: signed
title: An accord that is signed
zone: Europe/Kyiv
parties: {a: {name: Arland}, b: {name: Bergen}}
obligations:
  - {id: report, title: Report, obligor: [a, b], due: within 10 days of signing}
  - {id: visit, title: Visit, obligor: a, due: within 26 days of signing, quote: The visit takes place within 26 days.}
  - {id: answer, title: Answer, obligor: b, due: within 3 days of visit.fulfilled}
  - {id: peace, title: Peace kept, obligor: [a, b], holds: from signing}
`;
/** Days known only roughly, a goal, and a quantity of which parts were delivered; today is 18 December 2025. */
const SOFT = `
id: soft
title: A soft accord
zone: UTC
parties: {a: {name: Arland}}
events: {handover: {title: Handover}}
obligations:
  - {id: memo, title: Memorandum, obligor: a, due: by January 2026}
  - {id: report, title: Report, obligor: a, due: within 30 days of handover}
  - {id: ban, title: Ban, holds: from handover until 2027}
  - {id: peace, title: Final settlement, obligor: a, target: 2026-12-31}
  - {id: missed, title: Interim settlement, obligor: a, target: 2025-12-01}
  - {id: ships, title: Ships, obligor: a, quantity: 18 ships, due: by 2026-02-28}
`;
/** Nothing there can be assumed by its day. */
const LEASE = `
id: lease
title: A lease
zone: Europe/Berlin
obligations:
  - {id: term, title: Term, holds: from 2025-11-01 until 2026-10-31}
  - {id: deposit, title: Deposit paid, due: on 2025-11-08}
`;
const LONG = `
id: long
title: An agreement of many clauses
zone: UTC
obligations:
${Array.from({ length: 120 }, (_, i) => `  - {id: c${i}, title: Clause ${i}, ref: "${i}", due: within ${i + 1} days of signing}`).join('\n')}
`;

withBrowser('what the page says, in a real Chromium', () => {
  const clock = new FakeClock('2025-12-18T09:00:00Z');
  let service: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService(clock), startBrowser()]);
    const given = async (path: string, body: unknown): Promise<void> => {
      const { status } = await service.call('POST', path, body);
      if (status >= 300) throw new Error(`${path}: ${status}`);
    };
    const facts = (id: string) => `/v1/agreements/${id}/facts`;
    const library = (name: string) => readFileSync(join(LIBRARY, `${name}.yaml`), 'utf8');
    for (const text of [SIGNED, LEASE, LONG, SOFT, library('jcpoa-2015')]) {
      await given('/v1/agreements', text);
    }
    await given(facts('soft'), { event: 'handover', at: '2025-11' });
    await given(facts('soft'), { event: 'signing', at: '2025-12-01' });
    await given(facts('soft'), { was: 'ships.delivered', at: '2025-12-10', quantity: 4 });
    const past = library('jcpoa-2015.facts');
    await given(`${facts('jcpoa-2015')}/import`, past);
    const sign = (id: string, date: string, hypothetical: boolean) =>
      service.call('PUT', `/v1/agreements/${id}/signing`, { date, hypothetical, reason: 'told' });
    await sign('long', '2025-11-27', true);
    await sign('signed', '2025-11-20', true);
    await sign('signed', '2025-11-27', true);
    await sign('signed', '2025-12-01', false);
    const evidence = [{ title: 'Mission report 14', url: 'https://example.org/14' }];
    for (const fact of [
      {
        was: 'report.fulfilled',
        by: 'a',
        at: '2025-12-13',
        reason: 'seen at the border',
        evidence,
      },
      { was: 'peace.breached', by: 'b', at: '2025-12-05', reason: 'shelling' },
    ]) {
      await given(facts('signed'), fact);
    }
  }, STARTING_MS);
  afterAll(async () => {
    await Promise.all([browser.close(), service.end()]);
  });

  async function shown(path: string, options: BrowserContextOptions = {}, wait = ROW) {
    const watched = await open(browser, service.url, path, {
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    await watched.page.waitForSelector(wait);
    return watched;
  }
  /** Opens another agreement by way of the list. */
  const choose = async (page: Page, id: string): Promise<void> => {
    await page.click('.up');
    await page.click(`.agreements tr[data-id=${id}] .open`);
  };
  const text = async (page: Page, selector: string) =>
    (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');
  const count = (page: Page, selector: string) => page.locator(selector).count();

  it('keeps the ledger in rows, numbered without gaps, and says what was taken back', async () => {
    const { page, close } = await shown('/?agreement=signed&view=ledger', {}, '.view .plain td');
    const rows = await page.evaluate<{ display: string; cells: string[] }[]>(
      `[...document.querySelectorAll('.view .plain tbody tr')].map((row) => ({
        display: getComputedStyle(row).display, cells: [...row.cells].map((cell) => cell.innerText) }))`,
    );
    expect(rows.map(({ cells }) => cells[0])).toEqual(['7', '6', '5', '4', '3', '2', '1']);
    expect(new Set(rows.map(({ display }) => display))).toEqual(new Set(['table-row']));
    const what = rows.map(({ cells }) => cells[2]).toReversed();
    expect(what).toEqual([
      'signing: assumed taken back',
      'signing: assumption of Thu 20 Nov 2025 taken back',
      'signing: assumed taken back',
      'signing: assumption of Thu 27 Nov 2025 taken back',
      'signing: happened',
      'Report: fulfilled (Arland)',
      'Peace kept: breached (Bergen)',
    ]);
    await close();
  });

  it.each([
    [
      'en',
      'between Thu 1 Jan 2026 and Sat 31 Jan 2026',
      '≈ Sat 1 Nov 2025 – Fri 31 Dec 2027',
      'goal: Thu 31 Dec 2026',
      'goal not reached yet',
      '4 of 18 ships; 14 to go; 22 % after 10 % of the time, fast enough for the deadline',
    ],
    [
      'uk',
      'між чт 1 січ. 2026 і сб 31 січ. 2026',
      '≈ сб 1 лист. 2025 – пт 31 груд. 2027',
      'мета: чт 31 груд. 2026',
      'мети ще не досягнуто',
      '4 з 18 ships; залишається 14; 22 % за 10 % часу, для строку темп достатній',
    ],
    [
      'ru',
      'между чт 1 янв. 2026 и сб 31 янв. 2026',
      '≈ сб 1 нояб. 2025 – пт 31 дек. 2027',
      'цель: чт 31 дек. 2026',
      'цель ещё не достигнута',
      '4 из 18 ships; осталось 14; 22 % за 10 % времени, для срока темп достаточный',
    ],
  ])(
    'says in %s between which days a date lies, what is a goal, and what was delivered',
    async (spoken, memo, ban, goal, missed, ships) => {
      const { page, faults, close } = await shown(
        `/?agreement=soft&lang=${spoken}&milestone=ships`,
        {},
        '.drawer .phrase',
      );
      const cell = (id: string, column: string) =>
        text(page, `tr[data-id="soft/${id}"] td.${column}`);
      expect(await cell('memo', 'due')).toBe(memo);
      expect(await cell('ban', 'due')).toBe(ban);
      expect(await cell('peace', 'due')).toBe(goal);
      expect(await cell('missed', 'status')).toContain(missed);
      expect(await text(page, '.drawer')).toContain(ships);
      await page.click('[data-milestone="memo"]');
      await page.waitForFunction(
        `document.querySelector('.drawer .sentence')?.innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(memo)})`,
      );
      expect(faults).toEqual([]);
      await close();
    },
  );

  it('shows the month of an event in the ledger, and how much was delivered', async () => {
    const { page, close } = await shown('/?agreement=soft&view=ledger', {}, '.view .plain td');
    const rows = await page.locator('.view .plain tbody tr').allInnerTexts();
    expect(rows.some((row) => row.includes('November 2025') && row.includes('Handover'))).toBe(
      true,
    );
    expect(rows.some((row) => row.includes('Ships: delivered in part 4'))).toBe(true);
    await close();
  });

  it('puts in quotation only what the document quotes', async () => {
    const { page, close } = await shown(
      '/?agreement=signed&milestone=report',
      {},
      '.drawer .phrase',
    );
    const words = await text(page, '.drawer section:has(.phrase)');
    expect(words).toContain('The document quotes no words here.');
    expect(words).toContain('Read as: within 10 days of signing');
    expect(await count(page, '.drawer blockquote')).toBe(0);
    await page.click('[data-milestone="visit"]');
    await page.waitForSelector('.drawer blockquote:has-text("The visit takes place")');
    await close();
  });

  it('shows nothing of one agreement under the name of another, slow or unreachable', async () => {
    const { page, close } = await shown('/?agreement=signed');
    const gate = { open: () => {} };
    const opened = new Promise<void>((resolve) => (gate.open = resolve));
    await page.route('**/v1/agreements/lease/plan*', async (route) => {
      await opened;
      await route.continue();
    });
    await choose(page, 'lease');
    await page.waitForSelector('.waiting [role=status]');
    expect(await count(page, ROW)).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('Report');
    gate.open();
    await page.waitForSelector(`${ROW}[data-id="lease/term"]`);
    await page.click('.up');
    await page.waitForSelector('.agreements tr[data-id=long]');
    await page.route('**/v1/**', (route) => route.abort());
    await page.click('.agreements tr[data-id=long] .open');
    await page.waitForSelector('.waiting [role=alert]:has-text("The service cannot be reached.")');
    expect(await count(page, ROW)).toBe(0);
    await page.unroute('**/v1/**');
    await choose(page, 'signed');
    await page.waitForSelector(`${ROW}[data-id="signed/report"]`);
    await close();
  });

  it.each(['ledger', 'alerts'])(
    'clears the %s with the agreement it is of, and says why the next is missing',
    async (view) => {
      const { page, close } = await shown(`/?agreement=signed&view=${view}`, {}, '.view');
      await page.waitForSelector('.view .plain td, .view .nothing');
      await page.route(/v1\/(alerts|agreements\/lease\/facts)/, (route) => route.abort());
      await choose(page, 'lease');
      await page.click(`.views a:nth-child(${view === 'alerts' ? 2 : 3})`);
      await page.waitForSelector('.view [role=alert]:has-text("cannot be reached")');
      expect(await count(page, '.view .plain tbody tr')).toBe(0);
      await close();
    },
  );

  it('says that an agreement is unknown instead of showing another, in the language of the reader', async () => {
    const { page, close } = await shown('/?agreement=nosuch&lang=uk', {}, '.waiting [role=alert]');
    expect(await text(page, '.waiting')).toBe(
      'Цей сервіс не має угоди «nosuch». Виберіть іншу вгорі.',
    );
    expect(await text(page, '.head .of')).toBe('nosuch');
    expect(page.url()).toContain('agreement=nosuch');
    expect(await count(page, '.connection')).toBe(0);
    await close();
  });

  it('says what would be under a signing that is not actual, and what was never recorded of the past', async () => {
    const { page, close } = await shown('/?agreement=long');
    expect(await text(page, '.status-counts')).toMatch(/^20 would be overdue/);
    expect(await text(page, '.nearest')).toContain('would be 20 days late, Fri 28 Nov 2025');
    for (const part of ['.overview', '.milestones']) {
      expect(await text(page, part)).not.toMatch(/(?<!would be )overdue/i);
    }
    await page.click('[data-milestone="c0"]');
    await page.waitForSelector('.drawer .sentence:has-text("Would have been due on")');
    await close();
    const past = await shown('/?agreement=lease&milestone=deposit', {}, '.drawer .sentence');
    expect(await text(past.page, `${ROW}[data-id="lease/deposit"] .status`)).toBe(
      'no fulfilment recorded',
    );
    expect(await text(past.page, '.nearest')).toContain('was due Sat 8 Nov 2025');
    expect(await text(past.page, '.drawer .sentence')).toBe(
      'Was due on Saturday 8 November 2025, 40 days ago; no fulfilment is recorded.',
    );
    expect(await text(past.page, `${ROW}[data-id="lease/term"] .status`)).toBe(
      'in force, no breach recorded',
    );
    await past.close();
  });

  it('puts a what-if into words in the band, counts statuses, and says how early it would be done', async () => {
    const assume = 'assume=report:%2BP1D&assume=visit:2025-12-20';
    const { page, faults, close } = await shown(
      `/?agreement=signed&milestone=visit&${assume}`,
      {},
      '.drawer .sentence',
    );
    const chips = await page.locator('.signing .assumed li').allInnerTexts();
    expect(chips.map((chip) => chip.replace(/\s*×$/, ''))).toEqual([
      'Report: fulfilled 1 day late, Fri 12 Dec 2025',
      'Visit: fulfilled 7 days early, Sat 20 Dec 2025',
    ]);
    expect(await text(page, '.shift p')).toMatch(
      /^2 of 4 milestones would change: 1 gets a date; 2 get another status\./,
    );
    expect(await text(page, '.drawer .sentence')).toBe(
      'Would be fulfilled on Saturday 20 December 2025, 7 days early.',
    );
    expect(await text(page, `${ROW}[data-id="signed/visit"] .status`)).toContain(
      'assumed for Sat 20 Dec 2025',
    );
    expect(await page.locator('.signing').getAttribute('class')).toContain('is-hypothetical');
    await page.click('.assumed button[aria-label^="Take back: Report"]');
    await page.waitForURL((url) => !url.search.includes('report'));
    expect(await count(page, '.assumed li')).toBe(1);
    expect(faults).toEqual([]);
    await close();
  });

  it('says which day it shows, with nothing of the present beside it', async () => {
    const { page, close } = await shown('/?agreement=signed&asOf=2025-12-08');
    expect(await text(page, '.moment')).toContain(
      'As it stood at the start of Monday 8 December 2025.',
    );
    expect(await count(page, '.connection')).toBe(0);
    expect(await page.locator('.axis .now').textContent()).toBe('8 Dec 2025');
    expect(await text(page, '.nearest')).toContain('3 days later, Thu 11 Dec 2025');
    await page.click('.views a:nth-child(2)');
    await page.waitForSelector('.view .hint:has-text("As it is now, not on the day shown.")');
    await page.click('.views a:nth-child(1)');
    await page.click('.moment button');
    await page.waitForSelector('.connection');
    expect(await page.locator('.axis .now').textContent()).toBe('today');
    await page.goto(`${service.url}/?agreement=signed&asOf=2026-03-01`);
    await page.waitForSelector(ROW);
    expect(await text(page, '.moment')).toContain('if nothing more is recorded.');
    expect(await text(page, '.status-counts')).toContain('2 would be overdue');
    await page.goto(
      `${service.url}/?agreement=signed&asOf=2025-12-08&knownAt=2025-12-18T09:00:00Z`,
    );
    await page.waitForSelector('.moment:has-text("by what was known at 18 Dec 2025, 11:00.")');
    await close();
  });

  it('offers to assume what its dates count from, and nothing where they count from no event', async () => {
    const { page, close } = await shown('/?agreement=jcpoa-2015');
    expect(await count(page, '.signing .slider')).toBe(0);
    expect(await text(page, '.signing')).toContain(
      'No date of this agreement counts from its signing.',
    );
    const before = await text(page, `${ROW}[data-id="jcpoa-2015/adoption-day"] .due`);
    expect(before).toBe('≤ Sun 18 Oct 2015');
    await page.fill('.event-day .entry input', '30 July 2015');
    await page.keyboard.press('Enter');
    await page.waitForURL(/assume=endorsement:2015-07-30/);
    await page.waitForSelector(`${ROW}[data-id="jcpoa-2015/adoption-day"] del`);
    expect(await text(page, `${ROW}[data-id="jcpoa-2015/adoption-day"] .is`)).toBe(
      '≤ Wed 28 Oct 2015',
    );
    const words = await page.locator('.status-counts li').allInnerTexts();
    expect(new Set(words.map((one) => one.replace(/\d+\s*/, ''))).size).toBe(words.length);
    // Of the past nothing more is known under another assumption.
    expect(await text(page, '.status-counts')).not.toContain('would be overdue');
    await page.goto(`${service.url}/?agreement=lease`);
    await page.waitForSelector(ROW);
    expect(await count(page, '.signing')).toBe(0);
    await close();
  });

  it('shows of each party what it did, when, why and by what evidence, in the list and beside it', async () => {
    const { page, close } = await shown(
      '/?agreement=signed&milestone=report',
      {},
      '.parties .because',
    );
    expect(
      (await page.locator('.parties li').allInnerTexts()).map((one) => one.split('\n')),
    ).toEqual([
      [
        'Arland: done on Saturday 13 December 2025, 2 days late',
        'seen at the border Mission report 14',
      ],
      ['Bergen: nothing recorded'],
    ]);
    expect(await page.locator('.parties a').getAttribute('href')).toBe('https://example.org/14');
    expect(await text(page, `${ROW}[data-id="signed/report"] .status`)).toContain('done by Arland');
    expect(await text(page, `${ROW}[data-id="signed/peace"] .status`)).toContain(
      'breached by Bergen',
    );
    expect(await text(page, '.drawer .sentence')).toContain('not everybody has fulfilled it');
    await close();
  });

  /** Widths and places that a reader would notice. */
  const boxes = (page: Page, selector: string) =>
    page.evaluate<{ left: number; right: number; top: number; bottom: number }[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return { left, right, top, bottom };
      })`,
    );

  it.each([
    '/?agreement=jcpoa-2015',
    '/?agreement=jcpoa-2015&lang=ru',
    '/?agreement=signed&lang=ru',
    '/?agreement=soft&lang=ru',
  ])(
    '%s: every row is as high as the others, whatever its reference and its status',
    async (path) => {
      const { page, close } = await shown(path);
      const heights = (await boxes(page, ROW)).map(({ top, bottom }) => Math.round(bottom - top));
      expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(1);
      await close();
    },
  );

  it('draws what stands on the first or the last day whole', async () => {
    const { page, close } = await shown('/?agreement=long&zoom=30&from=2025-11-28');
    const due = await boxes(page, `${ROW} .track .due`);
    const cells = await boxes(page, `${ROW} td.time`);
    const [cell] = cells;
    expect(due.length).toBeGreaterThan(28);
    expect(Math.min(...due.map(({ left }) => left))).toBeGreaterThanOrEqual(cell?.left ?? 0);
    expect(Math.max(...due.map(({ right }) => right))).toBeLessThanOrEqual(cell?.right ?? 0);
    await close();
  });

  it.each(['en', 'uk', 'ru'])(
    'sets the band in at most two rows of controls in %s',
    async (lang) => {
      const { page, close } = await shown(
        `/?agreement=signed&signing=2025-12-25&assume=visit:%2BP7D&lang=${lang}`,
      );
      const tops = (await boxes(page, '.signing .tools > *')).map(({ top, bottom }) =>
        Math.round((top + bottom) / 2),
      );
      expect(new Set(tops).size).toBe(2);
      await close();
    },
  );

  it.each([
    ['en', 'Thu 25 Dec 2025', 'December 2025', 'Write a day such as'],
    ['uk', 'чт 25 груд. 2025', 'грудень 2025', 'Напишіть день'],
    ['ru', 'чт 25 дек. 2025', 'декабрь 2025', 'Напишите день'],
  ])(
    'asks for a day in %s, whatever the language of the browser',
    async (lang, day, month, wrong) => {
      const { page, close } = await shown(`/?agreement=signed&signing=2025-12-25&lang=${lang}`, {
        locale: 'en-US',
      });
      expect(await page.inputValue('.signing .entry input')).toBe(day);
      expect(await count(page, 'input[type=date]')).toBe(0);
      await page.click('.signing .entry button');
      expect(await text(page, '.month-grid .month b')).toBe(month);
      expect(await complaints(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.fill('.signing .entry input', '31.02.2026');
      await page.keyboard.press('Enter');
      expect(await text(page, '.field .wrong')).toContain(wrong);
      const colour = 'getComputedStyle(document.querySelector(".field .wrong")).color';
      expect(await page.evaluate(colour)).toBe('rgb(179, 38, 30)');
      await page.keyboard.press('Escape');
      expect(await page.inputValue('.signing .entry input')).toBe(day);
      expect(await count(page, '.field .wrong')).toBe(0);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.click('.signing .entry button');
      const [grid] = await boxes(page, '.month-grid');
      expect(grid?.left).toBeGreaterThanOrEqual(0);
      expect(grid?.right).toBeLessThanOrEqual(390);
      await close();
    },
  );

  it('gives the tables of webhooks headings, and the button of a dialog a line of its own', async () => {
    const receiver = await startTestReceiver();
    const { body } = await service.call<{ id: string }>('POST', '/v1/webhooks', {
      url: receiver.url,
    });
    await service.call('POST', `/v1/webhooks/${body.id}/ping`);
    const { page, close } = await shown(
      '/?agreement=signed&view=alerts',
      {},
      '[aria-label=Webhooks] button',
    );
    await page.click('[aria-label=Webhooks] button');
    await page.waitForSelector('[aria-label="Log"] th');
    const heads = (await page.locator('.view .plain thead th').allInnerTexts()).slice(-7);
    expect(heads).toEqual([
      'Address',
      'State',
      'Delivered',
      'Created',
      'Message',
      'State',
      'Response',
    ]);
    expect(await complaints(page)).toEqual([]);
    await page.goto(`${service.url}/?agreement=signed&signing=2025-12-25`);
    await page.click('.signing .tools button:has-text("Set this date")');
    await page.waitForSelector('dialog[open]');
    const [label] = await boxes(page, 'dialog .check');
    const [button] = await boxes(page, 'dialog button[type=submit]');
    expect((button?.top ?? 0) - (label?.bottom ?? 0)).toBeGreaterThanOrEqual(8);
    await close();
    await receiver.close();
  });

  it.each([
    ['portrait', 703],
    ['landscape', 1032],
  ])(
    'prints on A4 in %s as a report: a table whose axis lies over its tracks, every row, light',
    async (_, width) => {
      const { page, close } = await shown('/?agreement=long&status=upcoming', {
        colorScheme: 'dark',
        viewport: { width, height: 900 },
      });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.evaluate('dispatchEvent(new Event("beforeprint"))');
      await page.waitForFunction(`document.querySelectorAll(${JSON.stringify(ROW)}).length === 93`);
      const [axis] = await boxes(page, '.axis');
      const tracks = await boxes(page, '.track');
      expect(tracks.every(({ left, right }) => left === axis?.left && right === axis?.right)).toBe(
        true,
      );
      expect((axis?.right ?? 0) - (axis?.left ?? 0)).toBeGreaterThan(120);
      const style = (selector: string, name: string) =>
        page.evaluate<string>(
          `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${name}`,
        );
      expect(await style(ROW, 'display')).toBe('table-row');
      expect(await style('body', 'backgroundColor')).toBe('rgb(255, 255, 255)');
      expect(await style('body', 'color')).toBe('rgb(0, 0, 0)');
      for (const gone of ['.up', '.views', '.filters', '.slider', '.steps', '.axis .grip']) {
        expect(`${gone} ${await style(gone, 'display')}`).toBe(`${gone} none`);
      }
      const paper = (await page.locator('.on-paper').allInnerTexts()).join(' ');
      expect(paper).toContain('An agreement of many clauses');
      expect(paper).toContain('93 of 120 (Status: upcoming)');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await close();
    },
  );
});
