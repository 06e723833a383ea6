import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser, withBrowser } from '../support/browser';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { FIRST, newToken } from './fixture';

/** Runs the text of a function in the page. */
function inPage<T>(page: Page, code: string, ...given: unknown[]): Promise<T> {
  return page.evaluate<T>(`(${code})(...${JSON.stringify(given)})`);
}

/** What scripts of the page can read of an answer: "basic 200 …", or "refused by the browser". */
function attempt(page: Page, url: string, init: object = {}): Promise<string> {
  const code = `(url, init) => fetch(url, init).then(
    async (response) => response.type + ' ' + response.status + ' ' + (await response.text()),
    () => 'refused by the browser')`;
  return inPage(page, code, url, init);
}

/** Adds an element with this source to the page. Returns "img failed" or "img loaded". */
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

/** Posts text with a form, which every site may do. */
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
  /** The service's answers to this page, by path. */
  let answered: string[];

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-10T00:00:00Z'));
    await service.call('POST', '/v1/agreements', FIRST);
    attacker = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>An attack</title>');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    // Both names resolve to this machine: one is that of another server, the other was rebound to the service.
    // Chromium's own protection of local addresses is off, so that the service's is tested.
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

  it('reads nothing and writes nothing after DNS rebinding', async () => {
    const rebound = `http://rebound.example:${port}`;
    // Its page came from its own server, before the name was rebound.
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

  it('reads nothing by script, and cannot embed answers', async () => {
    await page.goto(evil);
    const to = `${service.url}/v1/agreements`;

    expect(await attempt(page, to)).toBe('refused by the browser');
    expect(await attempt(page, to, { mode: 'no-cors' })).toMatch(
      /^(opaque 0 $|refused by the browser)/,
    );
    expect(await embed(page, 'script', to)).toBe('script failed');
    expect(await embed(page, 'img', to)).toBe('img failed');
    await embed(page, 'iframe', to);
    // A frame hides its content from its parent, so the service's answer to it is checked.
    expect(answered.filter((answer) => !answer.startsWith('403 '))).toEqual([]);
  });

  it('writes nothing: by script, form or beacon', async () => {
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

  it('may link to the service; the service’s own page may read', async () => {
    await page.goto(evil);
    await inPage(page, '(to) => location.assign(to)', `${service.url}/v1/agreements`);
    await page.waitForURL(`${service.url}/v1/agreements`);
    expect(await page.content()).toContain('The first pact');
    await page.goto(`${service.url}/docs`, { waitUntil: 'commit' });
    expect(await attempt(page, '/v1/agreements')).toMatch(/^basic 200 /);
  });

  it('sends no session cookie with its requests', async () => {
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
    // From the address bar the cookie is sent, so the session still exists.
    expect(await page.content()).toContain('"role":"admin"');
    expect(answered.filter((answer) => answer.startsWith('200'))).toHaveLength(2);
  });
});
