import fc from 'fast-check';
import { Audit } from '../../src/audit/audit';
import { redacted, withoutTokens } from '../../src/base/redaction';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { runs } from '../support/runs';
import { startTestService, type TestService } from '../support/service';
import { FIRST, newToken } from './fixture';
import { rawRequest } from './raw-request';

/** Where a client, a proxy or a typing error may put the secret of a feed. */
const SPELLINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it should be': (secret) => `?feed=${secret}`,
  'in capitals': (secret) => `?FEED=${secret}`,
  'in mixed case': (secret) => `?a=1&Feed=${secret}`,
  'behind a semicolon': (secret) => `;feed=${secret}`,
  'behind a semicolon in the query': (secret) => `?party=a;feed=${secret}`,
  'its name escaped': (secret) => `?%66%65%65%64=${secret}&x=1`,
  'its name escaped, in capitals': (secret) => `?%46EED=${secret}`,
  'wholly escaped': (secret) => `%3FFEED%3D${secret.replace(/_/g, '%5F')}`,
  'escaped twice': (secret) => `?Feed=${everyEscaped(secret).replaceAll('%', '%25')}`,
  'every letter escaped': (secret) => `?FEED=${everyEscaped(secret)}`,
  'under another name': (secret) => `?secret=${secret}`,
  'without a name': (secret) => `?${secret}`,
  'as a name': (secret) => `?${secret}=1`,
  'as a segment of the path': (secret) => `/${secret}`,
  twice: (secret) => `?feed=${secret}&feed=${secret}&FEED=${secret}`,
  'beside an address that cannot be decoded': (secret) => `/%E0%A4%A?FEED=${secret}`,
  'behind a hash sign': (secret) => `%23feed=${secret}`,
};

const PATHS = [
  '/v1/agreements/first/calendar.ics',
  '/v1/agreements/first/milestones.csv',
  '/v1/agreements/none/calendar.ics',
  '/v1/agreements/first/rollup',
  '/v1/milestones',
  '/v1/nowhere',
  '/metrics',
];

function everyEscaped(text: string): string {
  return [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
}

/** A text with every escape decoded. */
function unescaped(text: string): string {
  let read = text;
  for (let i = 0; i < 12; i += 1) {
    read = read.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  return read;
}

describeStored(`the secret of a feed's address, on ${DATABASE}`, () => {
  let service: TestService;
  let feed: string;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    const admin = await newToken(service, { role: 'admin' });
    await service.call('POST', '/v1/agreements', FIRST, { authorization: `Bearer ${admin}` });
    feed = await newToken(service, { kind: 'feed', agreements: ['first'] });
  });
  afterAll(() => service.end());

  it.each(Object.keys(SPELLINGS))('%s: no answer repeats it', async (spelling) => {
    const lines: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        lines.push(String(chunk));
        return true;
      }),
    );
    const told: string[] = [];
    let refused = 0;
    try {
      for (const method of ['GET', 'POST']) {
        for (const path of PATHS) {
          const address = path + (SPELLINGS[spelling] as (secret: string) => string)(feed);
          const { host } = new URL(service.url);
          const answer = await rawRequest(service.url, method, address, { host });
          if (answer.status >= 400) refused += 1;
          told.push(JSON.stringify(answer));
        }
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(refused).toBeGreaterThan(PATHS.length);
    for (const text of [...told, ...lines]) expect(unescaped(text)).not.toContain(feed.slice(-12));
  });

  it('is in no audit entry, in any spelling', async () => {
    const entries = await service.app.get(Audit).list({}, 0, 1_000);
    expect(entries.length).toBeGreaterThan(5);
    expect(unescaped(JSON.stringify(entries))).not.toContain(feed.slice(-12));
  });
});

describe('a text without the secrets of an address', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
  const spelt = (text: string) =>
    fc
      .array(fc.nat(4), { minLength: text.length, maxLength: text.length })
      .map((choices) => [...text].map((one, i) => escapedBy(one, choices[i] ?? 0)).join(''));

  it('has no token, whichever part is escaped and how often', () => {
    const token = secret.map((text) => `pacta_01JD${'0'.repeat(22)}_${text}`);
    fc.assert(
      fc.property(
        token.chain((text) => fc.tuple(fc.constant(text), spelt(text))),
        fc.constantFrom('?feed=', '?FEED=', ';feed=', '/', 'x ', '%3F', '"'),
        ([whole, written], before) => {
          for (const clean of [redacted, withoutTokens]) {
            const left = unescaped(clean(`GET ${before}${written}&next=1`));
            expect(left).not.toContain(whole.slice(-12));
            expect(left).toContain('next=1');
          }
        },
      ),
      { numRuns: runs(300, 100_000) },
    );
  });

  it.each(['feed[]', 'FEED[0]', 'feed%5B%5D', 'f%65ed%255b0%255d', 'token[]'])(
    'has no value of the parameter %s, whatever it is',
    (name) => {
      for (const before of ['?', '?a=b&', ';', '%3F']) {
        expect(withoutTokens(`/v1/nowhere${before}${name}=of-my-own-making&next=1`)).toBe(
          `/v1/nowhere${before}${name}=…&next=1`,
        );
      }
    },
  );

  it.each([
    '/sign-in//',
    '/sign-in/./',
    '/sign-in;',
    '/sign-in?code=',
    '/SIGN-IN/x/',
    '/signin/',
    '/sign_in/',
    '/sign%2Din%2F',
  ])('has no code of a sign-in link after %s', (before) => {
    const code = 'bBCcizCvXJNhYxXGAJJZZzbA';
    for (const written of [code, everyEscaped(code)]) {
      expect(unescaped(withoutTokens(`Cannot GET ${before}${written}`))).not.toContain('XJNhYxXG');
    }
  });

  it('leaves every other text unchanged', () => {
    for (const text of [
      'There is no agreement "pacta_first".',
      'Send a token: Authorization: Bearer pacta_…',
      '/v1/milestones?party=a&text=feed',
      'the feed of 2026',
      '/v1/agreements/feed/calendar.ics?theme=a%20b',
      '/sign-in/x?next=/v1/agreements',
      'npx pacta open prints a link that signs a browser in: /sign-in/…',
    ]) {
      expect(withoutTokens(text)).toBe(text);
    }
  });
});

function escapedBy(one: string, choice: number): string {
  const code = one.charCodeAt(0).toString(16);
  if (choice === 1) return `%${code}`;
  if (choice === 2) return `%${code.toUpperCase()}`;
  if (choice === 3) return `%25${code}`;
  return choice === 4 ? `%252525${code}` : one;
}
