import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A page with all that must not happen on it. */
export interface Watched {
  page: Page;
  /** Requests that left the origin, errors of the console and of scripts, breaches of the policy. */
  faults: string[];
  close(): Promise<void>;
}

/** Opens an address in a browser context of its own and notes everything that goes wrong. */
export async function open(
  browser: Browser,
  origin: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const faults: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) faults.push(`asked for ${request.url()}`);
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  await page.goto(origin + path);
  return { page, faults, close: () => context.close() };
}

/** Every serious word of an independent checker of accessibility, one a line. */
export async function complaints(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  return page.evaluate<string[]>(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + ' ' + target.join(' ') + ' ' + failureSummary.split('\\n').slice(1, 2).join(''))))`);
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}
