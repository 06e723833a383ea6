import { Gate, type Route } from '../../src/access/gate';
import { allTold } from '../support/all-told';
import { DATABASE, describeStored } from '../support/databases';
import { described, undocumented, validatorOf } from '../support/described';
import { FakeClock } from '../support/fake-clock';
import { addressOf, asked, type Marker, PLANTED, type Planted, plant } from '../support/planted';
import { startTestService, type TestService } from '../support/service';
import { newToken } from './fixture';
import { type RawAnswer, rawRequest } from './raw-request';

const api = described();

/** Query parameters that may add to an answer. */
const VARIANTS = [
  'limit=1000',
  'asOf=2026-01-10T12:00:00Z',
  'knownAt=2026-01-10T12:00:00Z',
  'format=csv',
  'format=ndjson',
  'format=html',
  'format=markdown',
  'compare=baseline',
  'derivations=true',
  'fields=progress',
  'open=true',
  'since=0.0',
];

/** The path of a route as in the OpenAPI description. */
function pathIn(pattern: string): string {
  return pattern.replace(/:(\w+)/g, '{$1}');
}

describeStored(`markers planted in every private place, on ${DATABASE}`, () => {
  const clock = new FakeClock(0);
  let service: TestService;
  let planted: Planted;
  let routes: readonly Route[];

  beforeAll(async () => {
    service = await startTestService(clock, { publicRead: true });
    planted = await plant(service, clock);
    clock.advance(60_000);
    await service.sweep();
    await allTold(service);
    routes = service.app.get(Gate).routes.filter(({ method }) => method === 'GET');
  });
  afterAll(() => service.end());

  const get = (path: string, token: string | undefined): Promise<RawAnswer> =>
    rawRequest(service.url, 'GET', path, {
      host: new URL(service.url).host,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });

  interface Seen extends RawAnswer {
    route: string;
    path: string;
    /** Status, headers and body. */
    text: string;
  }

  const look = async (
    { pattern }: Route,
    path: string,
    token: string | undefined,
  ): Promise<Seen> => {
    const answer = await get(path, token);
    return { ...answer, route: pattern, path, text: JSON.stringify(answer) };
  };

  /** The request without parameters, and the variants whose parameter the route has. */
  const questionsOf = (route: Route, agreement: string): string[] => {
    const address = addressOf(route, planted, agreement);
    const operation = api.paths[pathIn(route.pattern)]?.get;
    const taken = VARIANTS.filter((variant) =>
      operation?.parameters?.some(({ name }) => name === variant.split('=')[0]),
    );
    return [address, ...taken.map((variant) => asked(address, variant))];
  };

  /** Every answer of every route to a caller, in every variant, about every agreement. */
  async function everything(token: string | undefined): Promise<Seen[]> {
    // No request was refused by the rate limit.
    clock.advance(60_000);
    const seen: Seen[] = [];
    for (const route of routes) {
      const paths = new Set(PLANTED.flatMap((agreement) => questionsOf(route, agreement)));
      for (const path of paths) seen.push(await look(route, path, token));
    }
    expect(seen.filter(({ status }) => status === 429)).toEqual([]);
    return seen;
  }

  function found(seen: readonly Seen[], markers: readonly Marker[]): string[] {
    return markers.flatMap(({ text }) => {
      const where = seen.find((one) => one.text.includes(text));
      return where === undefined ? [] : [`${text} at ${where.path}`];
    });
  }

  function missing(seen: readonly Seen[], markers: readonly Marker[]): string[] {
    return markers.flatMap((marker) => (found(seen, [marker]).length > 0 ? [] : [marker.text]));
  }

  it('an admin finds all of them, so the search works', async () => {
    const seen = await everything(planted.admin);
    // The reason of a removal is only in the export of the audit.
    const kept = planted.markers.filter(({ text }) => !text.startsWith('planted-remov'));
    expect(missing(seen, kept)).toEqual([]);
    expect(planted.markers.length).toBeGreaterThan(60);
  });

  it('with public reading a caller without a token finds everything public and nothing else', async () => {
    const seen = await everything(undefined);
    const isPublic = (marker: Marker) => marker.public;
    expect(
      found(
        seen,
        planted.markers.filter((marker) => !isPublic(marker)),
      ),
    ).toEqual([]);
    expect(missing(seen, planted.markers.filter(isPublic))).toEqual([]);
    const answered = seen.filter(({ status }) => status === 200);
    expect(new Set(answered.map(({ route }) => route)).size).toBeGreaterThan(25);
    // Hidden parts are left out as the OpenAPI description allows.
    const fault = await validatorOf(api);
    const wrong = answered.flatMap(({ route, status, headers, body }) => {
      if (!route.startsWith('/v1/')) return [];
      const given = { status, type: String(headers['content-type']), text: body };
      const what = undocumented(api, fault, ['get', pathIn(route)], given);
      return what === '' ? [] : [what.slice(0, 300)];
    });
    expect(wrong).toEqual([]);
  });

  it('a caller without a token gets the same answer for the id of a saved what-if as for an invented id', async () => {
    const scenario = String(planted.names.first?.scenario);
    for (const path of ['scenarios/ID', 'schedule?compare=scenario:ID']) {
      const [known, invented] = await Promise.all(
        [scenario, 'scn_none'].map(async (id) => {
          const answer = await get(`/v1/agreements/first/${path.replace('ID', id)}`, undefined);
          expect(answer.status).toBeGreaterThanOrEqual(400);
          return answer.body.replaceAll(id, 'ID');
        }),
      );
      expect(known).toBe(invented);
    }
  });

  it.each([
    ['reader', 'access'],
    ['editor', 'access'],
    ['reader', 'feed'],
  ] as const)('a %s of one agreement (%s) finds only what belongs to it', async (role, kind) => {
    const token = await newToken(service, { role, kind, agreements: ['first'] });
    const seen = [...(await everything(token)), ...(kind === 'feed' ? await byFeed(token) : [])];
    const others = planted.markers.filter(({ agreement }) => agreement !== 'first');
    expect(found(seen, others)).toEqual([]);
    const own = planted.markers.filter(({ agreement }) => agreement === 'first');
    if (kind === 'access') expect(missing(seen, own)).toEqual([]);
    else expect(seen.some(({ status }) => status === 200)).toBe(true);
  });

  /** The same request with the secret in the URL. */
  async function byFeed(token: string): Promise<Seen[]> {
    const seen: Seen[] = [];
    for (const route of routes) {
      for (const agreement of PLANTED) {
        const path = asked(addressOf(route, planted, agreement), `feed=${token}`);
        seen.push(await look(route, path, undefined));
      }
    }
    return seen;
  }
});
