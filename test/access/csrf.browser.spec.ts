import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { FIRST, newToken } from './fixture';

/** Runs a function's text in the page; its code is the browser's, not this program's. */
function inPage<T>(page: Page, code: string, ...given: unknown[]): Promise<T> {
  return page.evaluate<T>(`(${code})(...${JSON.stringify(given)})`);
}

/** What the page's own code learns of an answer: "basic 200 …", or "refused by the browser". */
function attempt(page: Page, url: string, init: object = {}): Promise<string> {
  const code = `(url, init) => fetch(url, init).then(
    async (response) => response.type + ' ' + response.status + ' ' + (await response.text()),
    () => 'refused by the browser')`;
  return inPage(page, code, url, init);
}

/** Puts an element with this source into the page: "img failed" or "img loaded". */
function embed(page: Page, tag: string, source: string): Promise<string> {
  const code = `(tag, source) => new Promise((resolve) => {
    const element = document.createElement(tag);
    element.addEventListener('load', () => resolve(tag + ' loaded'));
    element.addEventListener('error', () => resolve(tag + ' failed'));
    element.src = source;
    document.body.append(element);
  })`;
  return inPage(page, code, tag, source);
}

/** Sends text as a form of the page does, which any site may. */
async function submit(page: Page, url: string, text: string): Promise<void> {
  const code = `(action, name) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action, enctype: 'text/plain' });
    form.append(Object.assign(document.createElement('textarea'), { name }));
    document.body.append(form);
    form.submit();
  }`;
  await Promise.all([page.waitForEvent('framenavigated'), inPage(page, code, url, text)]);
}

withBrowser('another site in the operator’s real browser', () => {
  let service: TestService;
  let attacker: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let port: string;
  let evil: string;
  /** What the service answered to this page, by path. */
  let answered: string[];

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-10T00:00:00Z'));
    await service.call('POST', '/v1/agreements', FIRST);
    attacker = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>An attack</title>');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    // Both names lead to this machine: the one has its own server there, the other was made to lead to ours.
    // Chromium's own guard of this machine is switched off: the service's is tried.
    browser = await startBrowser([
      '--host-resolver-rules=MAP *.example 127.0.0.1',
      '--disable-features=LocalNetworkAccessChecks',
    ]);
    port = new URL(service.url).port;
    evil = `http://evil.example:${(attacker.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    await browser?.close();
    attacker?.close();
    await service?.end();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    answered = [];
    page.on('response', (response) => {
      const url = new URL(response.url());
      if (url.port === port) answered.push(`${response.status()} ${url.pathname}`);
    });
  });
  afterEach(() => context.close());

  const forged = async () => {
    const { body } = await service.call<{ items: { id: string }[] }>('GET', '/v1/agreements');
    return body.items.map(({ id }) => id).filter((id) => id !== 'first');
  };

  it('reads nothing and writes nothing after its name was made to lead here', async () => {
    const rebound = `http://rebound.example:${port}`;
    // Its page came from its own server, before the name changed.
    await page.route(`${rebound}/attack`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>An attack</title>' }),
    );
    await page.goto(`${rebound}/attack`);

    const read = await attempt(page, '/v1/agreements');
    expect(read).toMatch(/^basic 403 /);
    expect(read).not.toContain('The first pact');
    const written = await attempt(page, '/v1/agreements', {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: FIRST.replace('id: first', 'id: forged'),
    });
    expect(written).toMatch(/^basic 403 /);
    await page.goto(`${rebound}/v1/agreements`);
    expect(await page.content()).not.toContain('The first pact');
    const [, ...own] = answered;
    expect(own).toEqual(['403 /v1/agreements', '403 /v1/agreements', '403 /v1/agreements']);
    expect(await forged()).toEqual([]);
  });

  it('reads nothing by its own code, and cannot embed the answers', async () => {
    await page.goto(evil);
    const to = `${service.url}/v1/agreements`;

    expect(await attempt(page, to)).toBe('refused by the browser');
    expect(await attempt(page, to, { mode: 'no-cors' })).toMatch(
      /^(opaque 0 $|refused by the browser)/,
    );
    expect(await embed(page, 'script', to)).toBe('script failed');
    expect(await embed(page, 'img', to)).toBe('img failed');
    await embed(page, 'iframe', to);
    // A frame tells its parent nothing of what it shows; what the service answered to it does.
    expect(answered.filter((answer) => !answer.startsWith('403 '))).toEqual([]);
  });

  it('writes nothing: by code, by a form, by a beacon', async () => {
    await page.goto(evil);
    const to = `${service.url}/v1/agreements`;
    const body = FIRST.replace('id: first', 'id: forged');

    for (const type of ['application/yaml', 'text/plain']) {
      for (const mode of ['cors', 'no-cors'] as const) {
        await attempt(page, to, { method: 'POST', mode, headers: { 'content-type': type }, body });
      }
    }
    await inPage(page, '(url, text) => navigator.sendBeacon(url, text)', to, body);
    await submit(page, to, body);
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.filter((answer) => !/^(403|415) /.test(answer))).toEqual([]);
    expect(await forged()).toEqual([]);
  });

  it('may link here, and the page of the service itself may read', async () => {
    await page.goto(evil);
    await inPage(page, '(to) => location.assign(to)', `${service.url}/v1/agreements`);
    await page.waitForURL(`${service.url}/v1/agreements`);
    expect(await page.content()).toContain('The first pact');
    await page.goto(`${service.url}/docs`, { waitUntil: 'commit' });
    expect(await attempt(page, '/v1/agreements')).toMatch(/^basic 200 /);
  });

  it('does not get the cookie of a session sent along', async () => {
    const token = await newToken(service, { role: 'admin' });
    const session = await service.call('POST', '/v1/session', undefined, {
      authorization: `Bearer ${token}`,
    });
    const [, name = '', value = ''] =
      /^(\w+)=([^;]+)/.exec(session.headers.get('set-cookie') ?? '') ?? [];
    await context.addCookies([
      { name, value, url: service.url, httpOnly: true, sameSite: 'Strict' },
    ]);
    await page.goto(`${service.url}/v1/session`);
    expect(await page.content()).toContain('"role":"admin"');

    await page.goto(evil);
    const sent: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).port === port) {
        sent.push(request.url());
        void request.allHeaders().then((headers) => sent.push(headers.cookie));
      }
    });
    const to = `${service.url}/v1/session`;
    await attempt(page, to, { mode: 'no-cors', credentials: 'include' });
    await attempt(page, to, { method: 'DELETE', credentials: 'include' });
    await page.goto(`${service.url}/v1/session`);
    // Asked for from the address bar it is sent again: nobody ended the session.
    expect(await page.content()).toContain('"role":"admin"');
    expect(answered.filter((answer) => answer.startsWith('200'))).toHaveLength(2);
  });
});
