import type { Browser } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { open, overflow } from './page';

const STARTING_MS = 120_000;

/** The calendar ua ends on 3 May 2026: martial law was prolonged until then. */
const COUNTED = `
id: counted
title: An accord in working days
zone: Europe/Kyiv
counting: eu-1182-71
calendars: [ua]
obligations:
  - {id: soon, title: Soon, due: within 10 working days of signing}
  - {id: beyond, title: Beyond, due: within 120 working days of signing}
  - {id: fixed, title: Fixed, due: on 2026-07-01}
  - {id: either, title: Either, due: "by earlier of (2026-09-01 and 5 days after soon.fulfilled)"}
`;

const IN_WORDS = {
  en: {
    coverage:
      /Working calendars that it was counted by\s+Holidays of Ukraine: Mon 1 Jan 2018 – Sun 3 May 2026 \(published\)/,
    gap: /does not cover Monday 4 May 2026; .* The date can only become later\./,
    open: /^Not known yet: Soon\. The date can only become earlier\./,
    signs: ['at the earliest', 'at the latest'],
  },
  uk: {
    coverage:
      /Робочі календарі, за якими пораховано\s+Holidays of Ukraine: пн.*2018.* – нд.*2026.* \(опубліковано\)/,
    gap: /не охоплює цього дня: понеділок.* 4 травня 2026.* Дата може стати лише пізнішою\./,
    open: /^Ще не відомо: Soon\. Дата може стати лише ранішою\./,
    signs: ['щонайраніше', 'щонайпізніше'],
  },
  ru: {
    coverage:
      /Рабочие календари, по которым посчитано\s+Holidays of Ukraine: пн.*2018.* – вс.*2026.* \(опубликовано\)/,
    gap: /не охватывает этого дня: понедельник.* 4 мая 2026.* Дата может стать только более поздней\./,
    open: /^Ещё не известно: Soon\. Дата может стать только более ранней\./,
    signs: ['не раньше', 'не позже'],
  },
} as const;

withBrowser('what the page says of working calendars, in a real Chromium', () => {
  let service: TestService;
  let browser: Browser;
  beforeAll(async () => {
    const clock = new FakeClock('2025-12-18T09:00:00Z');
    [service, browser] = await Promise.all([startTestService(clock), startBrowser()]);
    const { status } = await service.call('POST', '/v1/agreements', COUNTED);
    if (status !== 201) throw new Error(`The agreement was refused with ${status}`);
    const signing = { date: '2025-12-01', hypothetical: false, reason: 'signed' };
    await service.call('PUT', '/v1/agreements/counted/signing', signing);
  }, STARTING_MS);
  afterAll(async () => {
    await Promise.all([browser.close(), service.end()]);
  });

  it.each(Object.entries(IN_WORDS))(
    '%s: until when a calendar reaches, and which dates can still move',
    async (lang, { coverage, gap, open: waiting, signs }) => {
      const read = async (milestone: string) => {
        const path = `/?agreement=counted&lang=${lang}&milestone=${milestone}`;
        const watched = await open(browser, service.url, path);
        await watched.page.waitForSelector('.drawer .history li');
        return watched;
      };
      const soon = await read('soon');
      expect(await soon.page.locator('.drawer').innerText()).toMatch(coverage);
      expect(await soon.page.locator('.drawer .conflict').count()).toBe(0);
      const rows = soon.page.locator('tr[data-id]');
      expect(
        await rows.evaluateAll((all) =>
          all.map((row) => row.querySelector('.bound')?.getAttribute('aria-label') ?? ''),
        ),
      ).toEqual(['', ...signs.slice(0, 1), '', ...signs.slice(1)]);
      await soon.close();

      const beyond = await read('beyond');
      expect(await beyond.page.locator('.drawer').innerText()).toMatch(coverage);
      expect(await beyond.page.locator('.drawer .conflict').innerText()).toMatch(gap);
      await beyond.page.setViewportSize({ width: 320, height: 640 });
      expect(await overflow(beyond.page)).toBe(0);
      expect(beyond.faults).toEqual([]);
      await beyond.close();

      const fixed = await read('fixed');
      expect(await fixed.page.locator('.drawer .calendars').count()).toBe(0);
      await fixed.close();

      const either = await read('either');
      expect(await either.page.locator('.drawer .conflict').first().innerText()).toMatch(waiting);
      await either.close();
    },
  );
});
