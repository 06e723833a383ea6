import fc from 'fast-check';
import { Gate, type Route } from '../../src/access/gate';
import { DATABASE, describeStored } from '../support/databases';
import { heldBytes } from '../support/effort';
import { FakeClock } from '../support/fake-clock';
import { figure } from '../support/figures';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';
import { FIRST } from './fixture';

const BODIES = runs(500, 100_000);
/** No answer takes this long, also on a busy machine. Usually it takes milliseconds. */
const HANG_MS = 10_000;
/** A larger growth is a leak, not variation of the heap or rows written meanwhile. */
const FLAT_BYTES = 80_000_000;

/** Keys of the service's requests, and keys that must never have an effect. */
const key = fc.oneof(
  fc.constantFrom('id', 'title', 'zone', 'obligations', 'due', 'event', 'was', 'at', 'date', 'url'),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'kind', 'name'),
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'within 5 days of signing',
    '2026-01-09',
    'first',
    '\0',
    '*a',
    '&a [*a, *a]',
    '!!js/function x',
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
  ),
}));
const body = fc.oneof(
  tree.map((value) => ({ type: 'application/json', text: JSON.stringify(value) ?? '' })),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => ({ type: 'application/json', text })),
  fc.tuple(fc.nat(FIRST.length), leaf).map(([cut, put]) => ({
    type: 'application/yaml',
    text: FIRST.slice(0, cut) + String(put) + FIRST.slice(cut),
  })),
);

describeStored(`random requests, on ${DATABASE}`, () => {
  let service: TestService;
  let routes: readonly Route[];
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    await service.call('POST', '/v1/agreements', FIRST);
    routes = service.app
      .get(Gate)
      .routes.filter(
        ({ method, pattern }) =>
          ['POST', 'PUT', 'PATCH'].includes(method) && !/^\/v1\/(webhooks|tokens)$/.test(pattern),
      );
  });
  afterAll(() => service.end());

  it(`${BODIES} bodies: none makes the service fail, hang or leak memory`, async () => {
    const fastify = service.app.getHttpAdapter().getInstance();
    const route = fc.nat(routes.length - 1).map((i) => routes[i] as Route);
    let sent = 0;
    let slowest = 0;
    const held = heldBytes();
    await fc.assert(
      fc.asyncProperty(route, body, async ({ method, pattern }, { type, text }) => {
        const from = performance.now();
        const answer = await fastify.inject({
          method: method as 'POST',
          url: pattern.replace(':id', 'first').replace(/:\w+/g, 'none'),
          headers: { host: 'localhost', 'content-type': type },
          payload: text,
        });
        sent += 1;
        slowest = Math.max(slowest, performance.now() - from);
        expect([answer.statusCode < 500, answer.body.includes('node_modules')]).toEqual([
          true,
          false,
        ]);
      }),
      { numRuns: BODIES },
    );
    expect(sent).toBeGreaterThanOrEqual(BODIES);
    const grown = (heldBytes() - held) / 1e6;
    figure(
      23,
      `${sent} fuzzed bodies, ${DATABASE}: 5xx 0, slowest ${slowest.toFixed(0)} ms, memory held ${grown > 0 ? '+' : ''}${grown.toFixed(1)} MB`,
    );
    expect(slowest).toBeLessThan(HANG_MS);
    expect(heldBytes() - held).toBeLessThan(FLAT_BYTES);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }, 1_200_000);
});
