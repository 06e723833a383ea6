import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { figure } from '../support/figures';
import { temporaryDirectory } from '../support/service';
import { until } from '../support/until';
import { Served } from './served';

const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find((path) => existsSync(path));
if (LIBRARY === undefined) {
  process.stdout.write(
    'skipped: tests 8, 9 and 10 on the real clock, for no libfaketime is installed\n',
  );
}
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Alert {
  milestone: string;
  type: string;
}

/** The clock goes over to summer or winter time on this day, or left the day out. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['Europe/Kyiv', '2026-03-29'],
  ['Europe/Kyiv', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Pacific/Apia', '2011-12-30'],
];

(LIBRARY === undefined ? describe.skip : describe)(
  'the clock of the machine under the service',
  () => {
    let directory: ReturnType<typeof temporaryDirectory>;
    let served: Served;
    let lead = 0;
    let made = 0;
    beforeEach(() => {
      directory = temporaryDirectory();
    });
    afterEach(async () => {
      await served.end('SIGKILL');
      directory.remove();
    });

    const setClock = (milliseconds: number) => {
      lead = milliseconds;
      const seconds = (milliseconds / 1_000).toFixed(3);
      writeFileSync(join(directory.path, 'clock'), milliseconds < 0 ? seconds : `+${seconds}`);
    };
    const now = () => Date.now() + lead;
    const start = async (zone: string) => {
      served = new Served(join(directory.path, 'data'), {
        TZ: zone,
        LD_PRELOAD: LIBRARY as string,
        FAKETIME_TIMESTAMP_FILE: join(directory.path, 'clock'),
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      });
      await served.start();
    };
    const instant = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');
    const introduce = (id: string, zone: string, due: Readonly<Record<string, string>>) =>
      served.call('POST', '/v1/agreements', {
        id,
        title: id,
        zone,
        obligations: Object.entries(due).map(([name, phrase]) => ({
          id: name,
          title: name,
          due: phrase,
        })),
      });
    /** Wakes the sweep as any write does, and answers what is told of the agreement once it has looked. */
    const overdue = async (id: string, expected: readonly string[]) => {
      await introduce(`wake-${++made}`, 'UTC', { never: 'by 2190-01-01' });
      const told = async () => {
        const answer = await served.call('GET', `/v1/alerts?agreement=${id}&limit=1000`);
        return ((answer?.body.items ?? []) as Alert[])
          .filter(({ type }) => type === 'milestone.overdue')
          .map(({ milestone }) => milestone.slice(id.length + 1))
          .sort();
      };
      await until(async () => ((await told()).length >= expected.length ? true : undefined));
      expect(await told()).toEqual([...expected].sort());
    };

    it('set an hour ahead and two back tells what is due once, nothing early, and flaps never', async () => {
      setClock(0);
      await start('Europe/Kyiv');
      const at = now();
      const due = { half: 0.5, ninety: 1.5, day: 26 };
      const phrases = Object.entries(due).map(([id, hours]) => [
        id,
        `at ${instant(at + hours * HOUR)}`,
      ]);
      await introduce('pact', 'Europe/Kyiv', Object.fromEntries(phrases));
      await overdue('pact', []);
      const jumps: [number, string[]][] = [
        [HOUR, ['half']],
        [-HOUR, ['half']],
        [HOUR, ['half']],
        [0, ['half']],
        [2 * HOUR, ['half', 'ninety']],
        [-HOUR, ['half', 'ninety']],
        [27 * HOUR, ['half', 'ninety', 'day']],
      ];
      for (const [ahead, told] of jumps) {
        setClock(ahead);
        await overdue('pact', told);
      }
      for (const id of Object.keys(due)) {
        const { history } = await served.read<{ history: { transitions: { to: string }[] } }>(
          `/v1/milestones/pact/${id}`,
        );
        const passed = history.transitions.map(({ to }) => to);
        expect(new Set(passed).size).toBe(passed.length);
      }
      figure(
        8,
        `clock set ${jumps.length} times on the machine, an hour ahead among them: due ones alerted once, early 0`,
      );
      figure(9, 'clock set an hour back on the machine, three times: early 0, repeats 0, flaps 0');
    }, 300_000);

    it('over the change of summer time in four zones, no date is wrong and each is told at its instant', async () => {
      let dates = 0;
      for (const [zone, day] of CHANGES) {
        const change = Temporal.PlainDate.from(day);
        const before = change
          .subtract({ days: 2 })
          .toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
        setClock(before.epochMilliseconds - Date.now());
        await start(zone);
        const days = [-1, 0, 1].map((offset) => change.add({ days: offset }));
        const due = Object.fromEntries(days.map((each, i) => [`d${i}`, `by ${each.toString()}`]));
        expect((await introduce('pact', zone, due))?.status).toBe(201);
        const late = days.map(
          (each) => each.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
        );
        const { items } = await served.read<{ items: { dueAt: string }[] }>(
          '/v1/agreements/pact/milestones',
        );
        expect(items.map(({ dueAt }) => Date.parse(dueAt))).toEqual(late);
        dates += items.length;
        for (const at of new Set(late)) {
          const passed = (by: number) => late.flatMap((each, i) => (each <= by ? [`d${i}`] : []));
          setClock(at - 2 * MINUTE - Date.now());
          await overdue('pact', passed(at - MINUTE));
          setClock(at + 1_000 - Date.now());
          await overdue('pact', passed(at));
        }
        await served.end('SIGKILL');
        directory.remove();
        directory = temporaryDirectory();
      }
      figure(
        10,
        `the clock over ${CHANGES.length} changes of time in 4 zones, ${dates} dates: wrong 0, told early or twice 0`,
      );
    }, 600_000);
  },
);
