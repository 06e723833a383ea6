import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';
import { rawRequest } from './raw-request';

const JSON_TYPE = { 'content-type': 'application/json' };

describeStored(`another site in the operator's browser, on ${DATABASE}`, () => {
  let service: TestService;
  let host: string;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    host = new URL(service.url).host;
  });
  afterAll(() => service.end());

  const ask = (method: string, headers: Record<string, string>, body?: string) =>
    rawRequest(service.url, method, '/v1/agreements', headers, body);

  it.each([
    'evil.example',
    'evil.example:3210',
    '127.0.0.1.evil.example',
    'localhost.evil',
    '1.2.3.4',
  ])('is refused after DNS rebinding: Host "%s"', async (name) => {
    expect((await ask('GET', { host: name })).status).toBe(403);
    expect((await ask('POST', { host: name, ...JSON_TYPE }, '{}')).status).toBe(403);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:80', '[::1]:3210', '127.8.8.8'])(
    'is nobody who asks for this machine by its own name: Host "%s"',
    async (name) => {
      expect((await ask('GET', { host: name })).status).toBe(200);
    },
  );

  it.each([
    ['an origin of another site', { origin: 'https://evil.example' }],
    ['an origin that hides itself', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['another name of the same site', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['a cross-site form', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy that tells the scheme alone', { 'X-Forwarded-Proto': 'https' }],
    ['a proxy that tells its own name alone', { 'x-forwarded-server': 'proxy.example' }],
    ['a proxy of the standard', { forwarded: 'for=203.0.113.9' }],
    ['a proxy that names itself', { via: '1.1 proxy' }],
    ['a content delivery network', { 'cf-connecting-ip': '203.0.113.9' }],
    ['another one', { 'true-client-ip': '203.0.113.9' }],
    ['a load balancer', { 'x-cluster-client-ip': '203.0.113.9' }],
  ])('may not write with %s', async (_, headers) => {
    const answer = await ask('POST', { host, ...headers, ...JSON_TYPE }, '{}');
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it.each([
    'text/plain',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('may not write with a content type that forms can send: %s', async (type) => {
    const answer = await ask('POST', { host, 'content-type': type }, '{}');
    expect(answer.status).toBe(415);
    expect(answer.body).toContain("application/yaml for a document (curl: -H 'content-type:");
  });

  it('may link to the service, and may not read by script', async () => {
    const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await ask('GET', link)).status).toBe(200);
    expect((await ask('GET', { ...link, 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect((await ask('GET', { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
    expect((await ask('GET', { host, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('is distinguished from the service’s own page', async () => {
    const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect((await ask('GET', own)).status).toBe(200);
    expect((await ask('POST', { ...own, ...JSON_TYPE }, '{}')).status).toBe(422);
  });
});
