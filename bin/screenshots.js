#!/usr/bin/env node
// Takes pictures of every view of the built page in three widths, light and dark, into output/screenshots.
// `screenshots NAME` takes those whose names contain NAME; `screenshots docs` those of the documentation, into docs/pictures.
'use strict';
require('reflect-metadata');
const {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { chromium } = require('playwright-core');
const { parse } = require('yaml');

const root = join(__dirname, '..');
const out = join(root, 'output', 'screenshots');
const DAY = Date.parse('2025-12-18T09:00:00Z');

const VIEWS = {
  home: '/?lang=en',
  'home-ukrainian': '/?lang=uk',
  timeline: '/?agreement=worked-example',
  plan: '/?agreement=ukraine-28-point',
  whatif: '/?agreement=worked-example&signing=2025-12-25',
  drawer: '/?agreement=worked-example&signing=2025-12-25&milestone=elections',
  alerts: '/?agreement=worked-example&view=alerts',
  ledger: '/?agreement=worked-example&view=ledger',
  ukrainian: '/?agreement=worked-example&signing=2025-12-25&lang=uk',
  plain: '/plain/worked-example',
};
/** The pictures of the README and of docs/page.md: file, colour scheme, address. */
const DOCUMENTED = [
  ['page-dark', 'dark', '/?agreement=ukraine-28-point&signing=2025-12-25'],
  ['page-light', 'light', '/?agreement=worked-example&signing=2025-12-25&milestone=elections'],
  ['home', 'light', '/'],
];
const WIDTHS = { wide: [1440, 900], middle: [768, 1024], phone: [375, 812] };

async function show(browser, url, colorScheme, [width, height]) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
  });
  const open = async (address) => {
    await page.goto(url + address);
    await page.waitForSelector('.milestones .line-of, .agreements, .view, body > main table');
    await page.waitForTimeout(400);
  };
  return { page, open };
}

async function takeAll(browser, url, only) {
  mkdirSync(out, { recursive: true });
  for (const [width, size] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark']) {
      const { page, open } = await show(browser, url, colorScheme, size);
      for (const [view, address] of Object.entries(VIEWS)) {
        const name = `${view}-${width}-${colorScheme}`;
        if (only !== undefined && !name.includes(only)) continue;
        await open(address);
        await page.screenshot({ path: join(out, `${name}.png`), fullPage: view !== 'drawer' });
      }
      await page.close();
    }
  }
}

/** A picture as WebP, which Playwright's own method does not support. */
async function takeDocumented(browser, url) {
  for (const [name, colorScheme, address] of DOCUMENTED) {
    const { page, open } = await show(browser, url, colorScheme, WIDTHS.wide);
    await open(address);
    const devtools = await page.context().newCDPSession(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
    writeFileSync(join(root, 'docs', 'pictures', `${name}.webp`), data, 'base64');
    await page.close();
  }
}

/** Adds agreements of the library with their history, so that the list has many. */
async function addLibrary(url) {
  const library = join(root, 'config', 'agreements', 'library');
  const files = readdirSync(library);
  const send = (path, type, body) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': type }, body });
  for (const file of files.filter((name) => /^(?!model-).*(?<!\.facts)\.yaml$/.test(name))) {
    const facts = file.replace('.yaml', '.facts.yaml');
    const id = file.replace('.yaml', '');
    await send('/v1/agreements', 'application/yaml', readFileSync(join(library, file)));
    if (!files.includes(facts)) continue;
    const recorded = parse(readFileSync(join(library, facts), 'utf8'));
    const path = `/v1/agreements/${id}/facts/import`;
    await send(path, 'application/json', JSON.stringify(recorded));
  }
}

async function main() {
  const { startService } = require(join(root, 'dist', 'src', 'app', 'main.js'));
  const { Clock } = require(join(root, 'dist', 'src', 'base', 'clock.js'));
  const { SystemRandomness } = require(join(root, 'dist', 'src', 'base', 'randomness.js'));
  const { deliverySettings } = require(
    join(root, 'dist', 'src', 'delivery', 'delivery-settings.js'),
  );
  const { readSettings } = require(join(root, 'dist', 'src', 'config', 'settings.js'));
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-screenshots-'));
  class StillClock extends Clock {
    now() {
      return DAY;
    }
  }
  const service = await startService(
    {
      // Workers have clocks of their own.
      settings: {
        ...readSettings(),
        openToThisMachine: true,
        dataDir,
        port: 0,
        workers: { ...readSettings().workers, count: 0 },
      },
      clock: new StillClock(),
      randomness: new SystemRandomness(),
      delivery: deliverySettings({}),
    },
    ['error'],
  );
  await addLibrary(service.url);
  const [only] = process.argv.slice(2);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  });
  if (only === 'docs') await takeDocumented(browser, service.url);
  else await takeAll(browser, service.url, only);
  await browser.close();
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
