import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { complaints, open, overflow } from './page';

const STARTING_MS = 120_000;
const CARD = '.card';

const TEXT = `CEASEFIRE AGREEMENT

The Government of Norland and the Government of Sutland, recalling the exchange of letters of 4 March 2024, have agreed as follows:

1. The Parties shall cease all military operations within twenty-four (24) hours of the signature of this Agreement.
2. Norland shall withdraw its heavy weapons from the east bank of the Arva no later than thirty days after the signature of this Agreement.
3. The Parties shall exchange all prisoners within fourteen (14) days after the signature of this Agreement.
4. Sutland shall lift its sanctions gradually.
5. The Joint Commission shall meet every two weeks.
6. The Parties shall hold elections not later than 4 March 2027.
`;

const FAULTY = `# Written by hand
id: by-hand
title: Written by hand
zone: Europe/Kiew
obligations:
  - id: report # the first one
    title: Report
    due: within 10 days off signing
  - id: visit
    title: Visit
    due: within 5 days of report.fulfiled
`;

/** Chromium notes answers of a status in the console, also where the page shows what they say. */
const notAnswered = (status: number) => (fault: string) =>
  !fault.startsWith('console: Failed to load resource: the server responded with a status of ') ||
  !fault.includes(` ${status} `);

withBrowser('a new agreement on the page, in a real Chromium', () => {
  const clock = new FakeClock('2026-05-04T09:00:00Z');
  let service: TestService;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService(clock), startBrowser()]);
  }, STARTING_MS);
  afterAll(async () => {
    await Promise.all([browser.close(), service.end()]);
  });
  beforeEach(() => service.clear());

  async function opened(path: string, options: BrowserContextOptions = {}) {
    const watched = await open(browser, service.url, path, {
      viewport: { width: 1440, height: 900 },
      timezoneId: 'Europe/Kyiv',
      ...options,
    });
    await watched.page.waitForSelector('.ways');
    return watched;
  }

  async function paste(page: Page): Promise<void> {
    await page.fill('textarea.words', TEXT);
    await page.click('button[type=submit]');
    await page.waitForSelector(CARD);
  }

  async function assumeSigned(page: Page, day: string): Promise<void> {
    const field = page.locator('.of-signing input').first();
    await field.fill(day);
    await field.press('Enter');
  }

  const card = (page: Page, title: string) => page.locator(CARD, { hasText: title }).first();
  const said = async (page: Page, selector: string) =>
    (await page.locator(selector).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  const counted = (page: Page, text: string) =>
    page.locator('.counts', { hasText: text }).waitFor();

  it('comes from a pasted text of six clauses: reviewed, reloaded in the middle, saved, dated', async () => {
    const { page, faults, close } = await opened('/?view=new');
    await paste(page);
    await assumeSigned(page, '2026-05-10');
    await counted(page, '5 accepted');
    await counted(page, '1 to decide');
    expect(await said(page, '.source .mark-of.is-background')).toEqual(['of 4 March 2024']);

    await page.click('.counts .next');
    const undecided = card(page, 'every two weeks');
    await undecided.locator('text=Does it count from').waitFor();
    expect(await page.evaluate('document.activeElement.classList.contains("card")')).toBe(true);
    await undecided.locator('blockquote button').click();
    expect(await page.evaluate('document.activeElement.innerText')).toContain('every two weeks');

    await undecided.getByRole('button', { name: 'Edit' }).click();
    const form = page.locator('form.edit');
    await form.getByLabel('When').fill('within ten days off the signature');
    await form.locator('.wrong').waitFor();
    await form.getByLabel('When').fill('no later than ten days after the date of signature');
    await form.locator('.understood', { hasText: 'by 10 days after signing' }).waitFor();
    await form.locator('.understood', { hasText: 'Wed 20 May 2026' }).waitFor();
    await form.getByRole('button', { name: 'Accept' }).click();
    await counted(page, 'Nothing left to decide');

    await card(page, 'Lift its sanctions').getByRole('button', { name: 'Not a duty' }).click();
    await counted(page, '5 accepted');
    await page.locator('.dates', { hasText: 'Wed 20 May 2026' }).waitFor();
    await page.reload();
    await counted(page, '5 accepted');
    await page.locator('.dates li', { hasText: 'Meet' }).waitFor();
    expect(await said(page, '.dates li')).toEqual([
      'Mon 11 May 2026 Cease all military operations',
      'Wed 20 May 2026 Meet',
      'Sun 24 May 2026 Exchange all prisoners',
      'Tue 9 Jun 2026 Withdraw its heavy weapons from the east bank of the Arva',
      'Thu 4 Mar 2027 Hold elections',
    ]);
    expect(await complaints(page)).toEqual([]);

    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('table.milestones tbody tr[data-id]');
    expect(page.url()).toContain('agreement=ceasefire-agreement&');
    const shown = (await said(page, 'table.milestones tbody tr[data-id]')).join('\n');
    for (const date of ['11 May 2026', '20 May 2026', '24 May 2026', '9 Jun 2026', '4 Mar 2027'])
      expect(shown).toContain(date);
    const stored = await service.call<{
      document: { zone: string; obligations: { quote: string }[] };
    }>('GET', '/v1/agreements/ceasefire-agreement');
    expect(stored.body.document.zone).toBe('Europe/Kyiv');
    expect(stored.body.document.obligations.map(({ quote }) => TEXT.includes(quote))).toEqual(
      Array.from({ length: 5 }, () => true),
    );
    await page.goto(`${service.url}/?view=new`);
    await page.waitForSelector('textarea.words');
    expect(faults.filter(notAnswered(422))).toEqual([]);
    await close();
  });

  it('comes from YAML with three faults, each mended at its line, comments kept', async () => {
    const { page, faults, close } = await opened('/?view=new&lang=en');
    await page.locator('.ways').getByRole('button', { name: 'YAML' }).click();
    await page.fill('textarea.code', FAULTY);
    await page.click('button[type=submit]');
    await page.locator('.tabs').getByRole('button', { name: 'YAML' }).click();
    await page.locator('.faults', { hasText: '3 faults' }).waitFor();
    expect(await said(page, '.faults button')).toEqual([
      'Line 4, column 7',
      'Line 8, column 25',
      'Line 11, column 27',
    ]);
    for (const [line, mended] of [
      [4, 'Europe/Kyiv'],
      [8, 'of signing'],
      [11, 'report.fulfilled'],
    ] as const) {
      await page.getByRole('button', { name: `Line ${line},` }).click();
      await page.keyboard.insertText(mended);
      await page.locator('.faults', { hasText: `Line ${line},` }).waitFor({ state: 'detached' });
    }
    await page.locator('.faults', { hasText: 'No faults' }).waitFor();
    await page.locator('.tabs').getByRole('button', { name: 'Entries' }).click();
    await card(page, 'Visit').getByRole('button', { name: 'Edit' }).click();
    await page.locator('form.edit').getByLabel('When').fill('within 5 days of ratification');
    await page.getByRole('button', { name: 'Add the event' }).click();
    await page.locator('.understood', { hasText: 'Understood' }).waitFor();
    await page.locator('form.edit').getByRole('button', { name: 'Accept' }).click();
    await card(page, 'Visit').locator('text=waits for ratification').waitFor();
    await page.locator('.tabs').getByRole('button', { name: 'YAML' }).click();
    const yaml = await page.inputValue('textarea.code');
    expect(yaml).toContain('# Written by hand');
    expect(yaml).toContain('id: report # the first one');

    // The id is taken meanwhile: the work is still there, and another id saves it.
    await service.call('POST', '/v1/agreements', yaml);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.of-id [role=alert]').waitFor();
    const id = page.locator('.of-id input');
    await id.fill('by-hand-2');
    await id.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('table.milestones tbody tr[data-id]');
    expect(page.url()).toContain('lang=en');
    expect(faults.filter(notAnswered(422)).filter(notAnswered(409))).toEqual([]);
    await close();
  });

  it('is reviewed and saved by the keyboard alone; another reading can be chosen and taken back', async () => {
    const { page, faults, close } = await opened('/?view=new');
    const focused = () =>
      page.evaluate<string>('document.activeElement.innerText || document.activeElement.tagName');
    const tabTo = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab');
        if ((await focused()) === name) return;
      }
      throw new Error(`Tab does not lead to ${name}`);
    };
    await tabTo('TEXTAREA');
    await page.keyboard.insertText(
      `${TEXT}7. The Parties shall establish a Joint Commission on 1 February 2027.\n`,
    );
    await tabTo('Read the text');
    await page.keyboard.press('Enter');
    await page.waitForSelector(CARD);
    await counted(page, '1 to decide');
    await tabTo('1 to decide');
    await page.keyboard.press('Enter');
    await page.locator('.card.is-undecided:focus').waitFor();
    await tabTo('Accept');
    await page.keyboard.press('Enter');
    await counted(page, 'Nothing left to decide');
    const commission = card(page, 'Establish a Joint Commission');
    for (const phrase of ['comes by itself 2027-02-01', 'is due on 2027-02-01']) {
      await tabTo('Use');
      await page.keyboard.press('Enter');
      await commission.locator('.when', { hasText: phrase }).waitFor();
    }
    await page.locator('.dates li', { hasText: 'Mon 1 Feb 2027' }).waitFor();
    await tabTo('Save');
    await page.keyboard.press('Enter');
    await page.waitForSelector('table.milestones tbody tr[data-id]');
    expect(faults).toEqual([]);
    await close();
  });

  it('says what is wrong with a file, and what stops it while the service is away', async () => {
    const { page, close } = await opened('/?view=new');
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff]);
    const file = (name: string, buffer: Buffer) =>
      page.setInputFiles('input[type=file]', { name, mimeType: '', buffer });
    await file('scan.txt', picture);
    await page.locator('[role=alert]', { hasText: 'not text' }).waitFor();
    await file('truce.md', Buffer.from(TEXT));
    await page.waitForSelector(CARD);
    await counted(page, '5 accepted');
    await page.context().setOffline(true);
    await card(page, 'Hold elections').getByRole('button', { name: 'Not a duty' }).click();
    await page.locator('.ending [role=alert]').waitFor();
    await counted(page, '4 accepted');
    await page.context().setOffline(false);
    await page.locator('.ending [role=alert]').waitFor({ state: 'detached' });
    await close();
  });

  it.each([
    ['en', 390, 'light'],
    ['uk', 320, 'dark'],
    ['ru', 320, 'light'],
  ] as const)('fits a phone in %s at %i px, %s', async (lang, width, colorScheme) => {
    const viewport = { width, height: 740 };
    const { page, faults, close } = await opened(`/?view=new&lang=${lang}`, {
      viewport,
      colorScheme,
    });
    expect([await overflow(page), await complaints(page)]).toEqual([0, []]);
    await paste(page);
    await page.waitForSelector('.dates li');
    expect([await overflow(page), await complaints(page)]).toEqual([0, []]);
    await page.locator('.card.is-undecided .tools button').nth(1).click();
    await page.waitForSelector('.understood strong');
    expect([await overflow(page), await complaints(page)]).toEqual([0, []]);
    await page.locator('.tabs button').nth(1).click();
    await page.waitForSelector('textarea.code');
    expect([await overflow(page), await complaints(page), faults]).toEqual([0, [], []]);
    await close();
  });

  // The last one: a service that had a token asks for one from then on.
  it('outlives the end of a session: after the sign-in the review goes on and is saved', async () => {
    const { page, close } = await opened('/?view=new');
    await paste(page);
    await counted(page, '5 accepted');
    const { body } = await service.call<{ token: string }>('POST', '/v1/tokens', {
      role: 'editor',
      name: 'Anna',
    });
    await card(page, 'Hold elections').getByRole('button', { name: 'Not a duty' }).click();
    await page.fill('input[name=token]', body.token);
    await page.click('button[type=submit]');
    await counted(page, '4 accepted');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('table.milestones tbody tr[data-id]');
    await close();
  });
});
