#!/usr/bin/env node
// Takes pictures of every view in three widths, light and dark, into output/screenshots, of the built page.
'use strict';
require('reflect-metadata');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { chromium } = require('playwright-core');

const root = join(__dirname, '..');
const out = join(root, 'output', 'screenshots');
const DAY = Date.parse('2025-12-18T09:00:00Z');

const VIEWS = {
  timeline: '/?agreement=worked-example',
  plan: '/?agreement=ukraine-28-point',
  whatif: '/?agreement=worked-example&signing=2025-12-25',
  drawer: '/?agreement=worked-example&signing=2025-12-25&milestone=elections',
  alerts: '/?agreement=worked-example&view=alerts',
  ledger: '/?agreement=worked-example&view=ledger',
  ukrainian: '/?agreement=worked-example&signing=2025-12-25&lang=uk',
  plain: '/plain/worked-example',
};
const WIDTHS = { wide: [1440, 900], middle: [768, 1024], phone: [375, 812] };

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
      settings: { ...readSettings(), openToThisMachine: true, dataDir, port: 0 },
      clock: new StillClock(),
      randomness: new SystemRandomness(),
      delivery: deliverySettings({}),
    },
    ['error'],
  );
  const [only] = process.argv.slice(2);
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  });
  for (const [width, [w, h]] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({
        viewport: { width: w, height: h },
        colorScheme,
        locale: 'en-GB',
      });
      for (const [view, address] of Object.entries(VIEWS)) {
        const name = `${view}-${width}-${colorScheme}`;
        if (only !== undefined && !name.includes(only)) continue;
        await page.goto(service.url + address);
        await page.waitForSelector('.milestones .line-of, .view, body > main table');
        await page.waitForTimeout(400);
        await page.screenshot({ path: join(out, `${name}.png`), fullPage: view !== 'drawer' });
      }
      await page.close();
    }
  }
  await browser.close();
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
