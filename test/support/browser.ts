import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The Chromium that is installed on this machine, headless; none is downloaded. */
export function startBrowser(args: readonly string[] = []): Promise<Browser> {
  // As root, for example in a container, Chromium does not run with its sandbox.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', ...args] });
}

/** `describe` for suites that need Chromium. Without it the suite is skipped and its name says so; in CI it runs and fails. */
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
