import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A headless Chromium of this machine; none is downloaded. */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  // Where everything runs as root, as in a container, Chromium refuses its own sandbox.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', ...args] });
}

/**
 * `describe` for what needs Chromium. Where it is missing the suite is skipped, by a name that says so; in CI it
 * runs, and fails.
 */
export function withBrowser(name: string, suite: () => void): void {
  if (hasBrowser() || process.env.CI === 'true') describe(name, suite);
  else describe.skip(`${name} (skipped: there is no ${EXECUTABLE}; set CHROMIUM)`, suite);
}

function hasBrowser(): boolean {
  try {
    accessSync(EXECUTABLE, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
