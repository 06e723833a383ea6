import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Obligation } from '../src/engine/model/document';
import { Store } from '../src/store/store';
import { fillWithAgreements } from './many-agreements';
import { type Goal, median, type Row, report } from './report';
import { startBenchService } from './service';

/** The built page with a large agreement, and the list of many, measured by the browser's performance interface. */

const MILESTONES = 5_000;
const LOADS = 5;
const AGREEMENTS = 2_000;
const MILESTONES_EACH = 100;
const DRAG_MS = 3_000;

/** Every third obligation counts from the one before it, so that a drag also moves chains. */
function obligations(): Obligation[] {
  return Array.from({ length: MILESTONES }, (_, i) => ({
    id: `o${i}`,
    title: `Obligation ${i} of a large agreement`,
    obligor: i % 2 === 0 ? 'a' : 'b',
    due: `within ${(i % 300) + 1} days of ${i % 3 === 2 ? `o${i - 1}.due` : 'signing'}`,
  }));
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startBenchService(dataDir);
  await sendTo(service.url, 'POST', '/v1/agreements', {
    id: 'large',
    title: 'A large agreement',
    zone: 'Europe/Kyiv',
    parties: { a: { name: 'A' }, b: { name: 'B' } },
    obligations: obligations(),
  });
  await sendTo(service.url, 'PUT', '/v1/agreements/large/signing', { date: '2026-11-27' });
  await fetch(`${service.url}/v1/agreements/large/plan`);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const paints: number[] = [];
  const rows: number[] = [];
  let frames = { perSecond: 0, slowest: 0, computed: 0 };
  for (let load = 0; load < LOADS; load++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(firstOf('.line-of'));
    await page.goto(`${service.url}/?agreement=large`);
    await page.waitForSelector('.line-of');
    paints.push(
      await page.evaluate<number>(
        'performance.getEntriesByName("first-contentful-paint")[0].startTime',
      ),
    );
    rows.push(await markOf(page));
    if (load === LOADS - 1) frames = await drag(page);
    await page.close();
  }
  const list = await listed(browser);
  await browser.close();
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
  tell(median(paints), median(rows), frames, list);
}

/** Milliseconds until the first rows of the list of many agreements are on the screen, at the first load and later. */
async function listed(browser: Browser): Promise<{ first: number; later: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'));
  const service = await startBenchService(dataDir);
  const send = (method: string, path: string, body: unknown) =>
    sendTo(service.url, method, path, body);
  const size = { count: AGREEMENTS, milestones: MILESTONES_EACH };
  await fillWithAgreements(service.app.get(Store), send, size);
  const rows: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(firstOf('.agreements tbody tr'));
    await page.goto(service.url);
    await page.waitForSelector('.agreements tbody tr');
    rows.push(await markOf(page));
    await page.close();
  }
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
  const [first = Number.NaN, ...later] = rows;
  return { first, later: median(later) };
}

/** Marks the frame in which the first element that matches is on the screen. */
const firstOf = (selector: string): string => `new MutationObserver((_, observer) => {
  if (document.querySelector('${selector}') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => performance.mark('first-row'), 0));
}).observe(document, { childList: true, subtree: true });`;

/** Drags the slider back and forth while the page counts its frames. */
async function drag(page: Page): Promise<{ perSecond: number; slowest: number; computed: number }> {
  await page.waitForTimeout(1_500);
  const box = await page.locator('.slider input').boundingBox();
  if (box === null) throw new Error('There is no slider');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.evaluate(`(() => {
    const seen = [];
    const days = new Set();
    const count = (at) => {
      seen.push(at);
      days.add(document.querySelector('.signing .date').textContent);
      window.drawing = requestAnimationFrame(count);
    };
    window.told = () => {
      cancelAnimationFrame(window.drawing);
      return { seen, days: days.size };
    };
    requestAnimationFrame(count);
  })()`);
  const end = Date.now() + DRAG_MS;
  for (let i = 0; Date.now() < end; i++) {
    const swing = 0.5 + 0.25 * Math.sin(i / 25);
    await page.mouse.move(box.x + box.width * swing, y);
  }
  const { seen, days } = await page.evaluate<{ seen: number[]; days: number }>('window.told()');
  await page.mouse.up();
  const gaps = seen
    .slice(1)
    .map((at, i) => at - (seen[i] as number))
    .sort((a, b) => a - b);
  const whole = (seen.at(-1) as number) - (seen[0] as number);
  return {
    perSecond: (1_000 * gaps.length) / whole,
    slowest: gaps[Math.floor(gaps.length * 0.95)] ?? Number.NaN,
    computed: days,
  };
}

const markOf = (page: Page): Promise<number> =>
  page.evaluate<number>('performance.getEntriesByName("first-row")[0].startTime');

async function sendTo(url: string, method: string, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

function tell(
  paint: number,
  row: number,
  frames: Awaited<ReturnType<typeof drag>>,
  list: Awaited<ReturnType<typeof listed>>,
): void {
  const table: Row[] = [
    { contender: 'first contentful paint', value: paint, unit: 'ms', ratio: 1 },
    { contender: 'first row of 5,000 on the screen', value: row, unit: 'ms', ratio: row / paint },
    { contender: 'frames a second while dragging', value: frames.perSecond, unit: '/s', ratio: 1 },
    { contender: '95th percentile between frames', value: frames.slowest, unit: 'ms', ratio: 1 },
    { contender: 'signing days shown meanwhile', value: frames.computed, unit: '', ratio: 1 },
    { contender: 'list of 2,000 agreements, first rows', value: list.first, unit: 'ms', ratio: 1 },
    { contender: 'the same, answers cached', value: list.later, unit: 'ms', ratio: 1 },
  ];
  const goals: Goal[] = [
    {
      name: 'first row',
      goal: 'under 1,000 ms',
      measured: `${row.toFixed(0)} ms`,
      met: row < 1_000,
    },
    {
      name: 'list of 2,000 agreements of 100 milestones, first rows',
      goal: 'under 1,000 ms',
      measured: `${list.first.toFixed(0)} ms`,
      met: list.first < 1_000,
    },
    {
      name: 'dragging',
      goal: 'at least 50 frames a second',
      measured: frames.perSecond.toFixed(1),
      met: frames.perSecond >= 50,
    },
  ];
  report('page', table, goals);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
