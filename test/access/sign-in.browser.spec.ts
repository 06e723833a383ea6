import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SystemClock } from '../../src/base/clock';
import { startBrowser, withBrowser } from '../support/browser';
import { startTestService, type TestService } from '../support/service';
import { FIRST } from './fixture';

const FORM = 'input[name=token]';
const PAGE = '.agreements tbody tr[data-id=first]';

/** Texts of the sign-in view in each language. */
const SPOKEN = {
  en: ['Sign in', 'was used before'],
  uk: ['Увійти', 'вже використано'],
  ru: ['Войти', 'уже использована'],
} as const;

withBrowser('signing in with a real browser', () => {
  let service: TestService;
  let browser: Browser;
  let elsewhere: Server;
  let context: BrowserContext;
  let page: Page;
  let port: string;

  beforeAll(async () => {
    service = await startTestService(new SystemClock(), {
      openToThisMachine: false,
      trustedProxies: ['127.0.0.0/8'],
    });
    await service.call('POST', '/v1/agreements', FIRST);
    ({ port } = new URL(service.url));
    elsewhere = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>A terminal in a browser</title>');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    // A name of the local network and one of another site; both resolve to this machine.
    browser = await startBrowser([
      '--host-resolver-rules=MAP *.lan 127.0.0.1, MAP *.example 127.0.0.1',
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
    await service?.end();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const link = async (origin = service.url) =>
    (await service.signInLink()).url.replace(service.url, origin);

  it('a printed link opens the page at a clean address, with an HttpOnly cookie', async () => {
    const to = await link();
    await page.goto(to);
    await page.waitForSelector(PAGE);
    expect(page.url()).toMatch(new RegExp(`^${service.url}/$`));
    expect(await page.evaluate('document.cookie')).toBe('');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', secure: false });
    // Followed again, it opens the page in this browser, and the form with the reason in another.
    await page.goto(to);
    await page.waitForSelector(PAGE);
    for (const [lang, [enter, reason]] of Object.entries(SPOKEN)) {
      const other = await browser.newContext({ locale: lang });
      const stranger = await other.newPage();
      await stranger.goto(to);
      await stranger.waitForSelector(`[role=alert]:has-text("${reason}")`);
      expect(await stranger.textContent('button[type=submit]')).toBe(enter);
      expect(await stranger.textContent('main code')).toBe('npx pacta open');
      await other.close();
    }
  });

  it('a link that is clicked on another site, as in a terminal there, signs in as well', async () => {
    await page.goto(`http://terminal.example:${(elsewhere.address() as AddressInfo).port}/`);
    await page.evaluate(`location.assign(${JSON.stringify(await link())})`);
    await page.waitForSelector(PAGE);
  });

  it.each(['http://pacta.lan', 'http://127.0.0.1', 'http://localhost'])(
    'over plain http, under %s: by link and by token, and the page may write',
    async (origin) => {
      await page.goto(await link(`${origin}:${port}`));
      await page.waitForSelector(PAGE);
      await context.clearCookies();
      await page.goto(`${origin}:${port}/`);
      await page.fill(FORM, service.operator.text ?? '');
      await page.click('button[type=submit]');
      await page.waitForSelector(PAGE);
      const status = await page.evaluate(
        "fetch('/v1/tokens', {method: 'POST', headers: {'content-type': 'application/json'}, body: '{\"name\": \"x\"}'}).then(({ status }) => status)",
      );
      expect(status).toBe(201);
    },
  );

  it('explains if the browser drops the cookie, instead of showing the form again', async () => {
    // A proxy reports https for a page on http, so the browser drops the Secure cookie.
    await context.setExtraHTTPHeaders({ 'x-forwarded-proto': 'https' });
    await page.goto(`http://pacta.lan:${port}/`);
    await page.fill(FORM, service.operator.text ?? '');
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]:has-text("did not keep the cookie")');
    await page.goto(await link(`http://pacta.lan:${port}`));
    await page.waitForSelector('[role=alert]:has-text("did not keep the cookie")');
    // Without a link the page shows the form only.
    await page.goto(`http://pacta.lan:${port}/`);
    await page.waitForSelector(FORM);
    expect(await page.locator('[role=alert]').count()).toBe(0);
  });

  it('names what is wrong with a token', async () => {
    await page.goto(service.url);
    await page.fill(FORM, 'pacta_wrong');
    await page.click('button[type=submit]');
    await page.waitForSelector(
      '[role=alert]:has-text("The token is unknown, revoked or expired.")',
    );
  });
});
