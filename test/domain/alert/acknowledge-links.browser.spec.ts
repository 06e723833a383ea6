import type { Browser, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../../support/browser';
import { FakeClock } from '../../support/fake-clock';
import { type Receivers, startReceivers } from '../../support/receivers';
import { startTestService, type TestService } from '../../support/service';

const AGREEMENT = `
id: pact
title: Pact <b>of</b> the rivers
zone: Europe/Kyiv
parties: {u: {name: Ukraine}}
obligations:
  - {id: elections, title: Elections, obligor: u, due: within 34 days of signing}
`;

interface Alerts {
  items: { type: string; answers: { kind: string; actor: string | null }[] }[];
}

withBrowser('the link by which a reader acknowledges', () => {
  let service: TestService;
  let receivers: Receivers;
  let browser: Browser;
  let page: Page;
  let clock: FakeClock;
  beforeAll(async () => {
    receivers = await startReceivers();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await receivers.stop();
  });
  beforeEach(async () => {
    clock = new FakeClock('2026-02-01T12:00:00Z');
    // Not open: whoever follows the link has no token.
    service = await startTestService(clock, { openToThisMachine: false });
    page = await browser.newPage();
    receivers.forget();
  });
  afterEach(async () => {
    await page.close();
    await service.end();
  });

  /** The link in the overdue notice that a chat in a language gets. */
  async function overdueLink(language: string): Promise<string> {
    await service.call('POST', '/v1/webhooks', {
      kind: 'telegram',
      baseUrl: `${receivers.url}/telegram`,
      token: '1:a',
      chat: '1',
      language,
      types: ['milestone.overdue'],
    });
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await sign('2026-02-01');
    clock.set(Date.parse('2026-03-08T12:00:00Z'));
    await service.sweep();
    const [printed = ''] = await receivers.tells('telegram');
    const link = /(http\S+\/acknowledge\/\S+)/.exec(printed)?.[1] ?? '';
    return link.replace(/^http:\/\/[^/]+/, service.url);
  }

  const sign = (date: string) => service.call('PUT', '/v1/agreements/pact/signing', { date });

  const answers = async () => {
    const { body } = await service.call<Alerts>('GET', '/v1/alerts?type=milestone.overdue');
    return body.items.flatMap((alert) => alert.answers.map(({ kind, actor }) => [kind, actor]));
  };

  it('asks once, and opening it changes nothing', async () => {
    const link = await overdueLink('uk');
    expect(link).toMatch(/\/acknowledge\/msg_\w+\/[\w-]{32}\?language=uk$/);
    await page.goto(link);
    await page.goto(link);
    expect(await page.textContent('h1')).toContain(
      'Pact <b>of</b> the rivers (гіпотетично): «Elections»',
    );
    expect(await answers()).toEqual([]);
    await page.click('button');
    await page.waitForFunction('document.querySelector("output").textContent !== ""');
    expect(await page.textContent('output')).toContain('Прийнято до уваги.');
    expect(await answers()).toEqual([['acknowledged', 'a reader of the message']]);
    await page.goto(link);
    expect(await page.textContent('p')).toBe('Це вже прийнято до уваги.');
    expect(await page.$('button')).toBeNull();
    const again = await fetch(link.split('?')[0] ?? '', { method: 'POST' });
    expect([again.status, await again.json()]).toEqual([200, { result: 'already' }]);
    expect(await answers()).toHaveLength(1);
  });

  it('is good for its own alert only, until the date changes', async () => {
    const link = await overdueLink('en');
    const other = link.replace(/msg_\w/, 'msg_9');
    const forged = link.replace(/.{3}$/, 'AAA');
    for (const wrong of [other, forged, link.replace(/\/[\w-]{32}$/, '/x')]) {
      expect((await fetch(wrong)).status).toBe(404);
      expect((await fetch(wrong, { method: 'POST' })).status).toBe(404);
    }
    expect((await sign('2026-03-05')).status).toBe(200);
    const late = await fetch(link, { method: 'POST' });
    expect([late.status, await late.json()]).toEqual([200, { result: 'superseded' }]);
    expect(await answers()).toEqual([]);
  });

  it('is not in a trial, which no alert belongs to', async () => {
    await overdueLink('en');
    const { body } = await service.call<{ items: { id: string }[] }>('GET', '/v1/webhooks');
    receivers.forget();
    const at = `/v1/webhooks/${body.items[0]?.id}/test`;
    await service.call('POST', at, { milestone: 'pact/elections' });
    const [printed] = await receivers.tells('telegram');
    expect(printed).toContain('“Elections”');
    expect(printed).not.toContain('acknowledge');
  });
});
