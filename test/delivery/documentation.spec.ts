import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { KINDS } from '../../src/delivery/destination-kinds';
import { changeSchema, createSchema } from '../../src/delivery/endpoint/endpoint-schema';
import { FIELDS } from '../../src/delivery/format/fields';
import { KIND_NAMES } from '../../src/delivery/format/kind';
import { REPLAY_SELECTIONS } from '../../src/delivery/log/replay';
import { JITTER, MAX_RETRY_AFTER_MS, RETRY_WAITS_MS } from '../../src/delivery/retry-schedule';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'webhooks.md'), 'utf8');

const UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** "2 h 35 min 5 s" */
function inUnits(milliseconds: number): string {
  let left = milliseconds;
  const parts = UNITS.flatMap(([name, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.join(' ');
}

describe('docs/webhooks.md', () => {
  it('prints the retry schedule of the code', () => {
    const rows = [...text.matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((match) =>
      match.slice(1, 4),
    );
    let sum = 0;
    const schedule = RETRY_WAITS_MS.map((wait, i) => {
      sum += wait;
      return [String(i + 2), inUnits(wait), inUnits(sum)];
    });
    expect(rows).toEqual([['1', 'at once', '0'], ...schedule]);
    expect(text).toContain(`about ${Math.round(sum / 3_600_000)} hours`);
    expect([JITTER, MAX_RETRY_AFTER_MS]).toEqual([0.1, 24 * 3_600_000]);
  });

  it('states the limits of the code', () => {
    const { requestTimeoutMs, perEndpointInFlight, disableAfterMs } = DELIVERY_DEFAULTS;
    const { attemptsKeptDays, deliveriesKeptDays, maxProbeWaitMs } = DELIVERY_DEFAULTS;
    expect(text).toContain(`within ${requestTimeoutMs / 1_000} seconds`);
    expect(text).toContain(`1 to 128; else ${perEndpointInFlight}`);
    expect([disableAfterMs / 86_400_000, maxProbeWaitMs / 60_000]).toEqual([5, 1]);
    expect(text).toContain(`Attempts are kept ${attemptsKeptDays} days`);
    expect(text).toContain(`finished deliveries ${deliveriesKeptDays} days`);
  });

  it('names every key of an endpoint and every kind of replay', () => {
    const keys = new Set([
      ...Object.keys(createSchema.shape),
      ...Object.keys(changeSchema.shape),
      ...REPLAY_SELECTIONS,
    ]);
    const own = Object.keys(FIELDS).filter((key) => key !== 'url');
    const missing = [...keys].filter((key) => !own.includes(key) && !isNamed(key, text));
    expect(missing).toEqual([]);
  });
});

describe('docs/destinations.md', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'destinations.md'), 'utf8');

  it('has a row for every kind, with its settings and its limit', () => {
    const rows = KIND_NAMES.map((name) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      const { settings, perMinute } = KINDS[name];
      const unnamed = Object.keys(settings.shape).filter((key) => !isNamed(key, row));
      return [name, unnamed, row.endsWith(`| ${perMinute ?? 'unlimited'} |`)];
    });
    expect(rows).toEqual(KIND_NAMES.map((name) => [name, [], true]));
  });

  it.each(KIND_NAMES)('an example of %s is accepted', (name) => {
    const { kind: _kind, ...settings } = JSON.parse(KINDS[name].example);
    expect(KINDS[name].open(settings).address).not.toBe('');
  });
});

function isNamed(key: string, where: string): boolean {
  return new RegExp(`[\`"]${key}["\`]`).test(where);
}
