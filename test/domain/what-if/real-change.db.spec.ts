import fc from 'fast-check';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { compile } from '../../../src/engine/compile/compile';
import { documentWith, facts, timing } from '../../support/any-agreement';
import { FakeClock } from '../../support/fake-clock';
import { figure } from '../../support/figures';
import { runs } from '../../support/runs';
import { startTestService, type TestService } from '../../support/service';

const RUNS = runs(15, 300);
const TIMEOUT_MS = 300_000;
const AT = '/v1/agreements/test';
/** Inside the years in which the generator's facts lie, so that some deadlines are past. */
const NOW = '2026-04-01T09:00:00Z';

const day = fc.integer({ min: 20_000, max: 21_000 }).map(formatDay);
const assumed = fc.uniqueArray(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('a', 'b', 'exit'),
      fc.constantFrom('fulfilled', 'waived', 'breached'),
      day,
    ),
    fc.tuple(fc.constant('truce'), fc.constant('breached'), day),
  ),
  { maxLength: 3, selector: ([path, moment]) => `${path}.${moment}` },
);

type Shown = Record<string, unknown> & { id: string };

/** What both answers say of a milestone. */
function common({ id, ...rest }: Shown): Shown {
  const names = [
    'dueOn',
    'dueAt',
    'graceEndsAt',
    'opensOn',
    'opensAt',
    'startsOn',
    'startsAt',
    'endsOn',
    'endsAt',
  ];
  names.push(
    'status',
    'timeliness',
    'state',
    'waitsFor',
    'provisional',
    'fulfilledAt',
    'incidents',
    'party',
    'ordinal',
  );
  return { id, ...Object.fromEntries(names.map((name) => [name, rest[name]])) };
}

describe('a what-if', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(NOW));
  });
  afterAll(() => service.end());

  const milestones = async (): Promise<Shown[]> =>
    (await service.call<{ items: Shown[] }>('GET', `${AT}/milestones?limit=1000`)).body.items;

  it(
    'equals what the service answers after the change is made',
    async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(
          timing,
          timing,
          facts,
          day,
          assumed,
          async (a, b, recorded, signing, assume) => {
            const document = documentWith(a, b);
            if (!compile(document).ok) return;
            await service.clear();
            await service.call('POST', '/v1/agreements', document);
            for (const { subject, kind, day: on, by } of recorded) {
              if (kind === 'extended' || subject === 'signing') continue;
              const what = kind === 'occurred' ? { event: subject } : { was: `${subject}.${kind}` };
              // What the ledger refuses is not there to be changed.
              await service.call('POST', `${AT}/facts`, {
                ...what,
                at: formatDay(on),
                hypothetical: true,
                ...(by && { by }),
              });
            }
            const query = new URLSearchParams({ signing });
            for (const [path, moment, on] of assume)
              query.append('assume', `${path}.${moment}:${on}`);
            const would = await service.call<{ scenarios: { milestones: Shown[] }[] }>(
              'GET',
              `${AT}/schedule?${query.toString()}`,
            );
            expect({ status: would.status, body: would.body }).toMatchObject({ status: 200 });

            await service.call('PUT', `${AT}/signing`, { date: signing });
            const ledger = await service.call<{
              items: { id: string; subject: string; kind: string }[];
            }>('GET', `${AT}/facts?limit=1000`);
            for (const [path, moment, on] of assume) {
              const contradicted = ledger.body.items.filter(
                ({ subject, kind }) => subject === path && kind === moment && kind !== 'breached',
              );
              for (const { id } of contradicted)
                await service.call('POST', `${AT}/facts`, { retracts: id });
              const made = await service.call('POST', `${AT}/facts`, {
                was: `${path}.${moment}`,
                at: on,
                hypothetical: true,
              });
              // What the ledger refuses cannot become real.
              if (made.status === 409 || made.status === 422) return;
              expect(made.status).toBe(201);
            }
            expect(would.body.scenarios[0]?.milestones.map(common)).toEqual(
              (await milestones()).map(common),
            );
            compared++;
          },
        ),
        { numRuns: RUNS },
      );
      figure(20, `${compared} what-ifs beside the change really made: differences 0`);
      expect(compared).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
