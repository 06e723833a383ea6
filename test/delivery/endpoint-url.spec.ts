import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { urlFaults } from '../../src/delivery/endpoint/endpoint-url';

const settings = { ...DELIVERY_DEFAULTS, allowHttp: true };
const { literals }: { literals: string[] } = JSON.parse(
  readFileSync(join(__dirname, '..', 'conformance', 'ssrf.json'), 'utf8'),
);

describe('the URL of an endpoint', () => {
  it.each(literals)('%s is refused with a pointer and an example', (url) => {
    const [fault] = urlFaults(url, settings);
    expect(fault).toMatchObject({ pointer: '/url', example: expect.stringContaining('https://') });
  });

  it.each([
    '',
    'x',
    '/hook',
    'ftp://example.org/',
    'file:///etc/passwd',
    'https://a:b@example.org/',
  ])('"%s" is refused', (url) => {
    expect(urlFaults(url, settings).length).toBe(1);
  });

  it('a public https address is accepted, plain http only where it is allowed', () => {
    expect(urlFaults('https://example.org/hook?x=1', DELIVERY_DEFAULTS)).toEqual([]);
    expect(urlFaults('http://example.org/', settings)).toEqual([]);
    expect(urlFaults('http://example.org/', DELIVERY_DEFAULTS).length).toBe(1);
  });

  it('a receiver on this machine is accepted once its network is allowed, by plain http too', () => {
    const local = { ...DELIVERY_DEFAULTS, allowedNetworks: ['127.0.0.0/8'] };
    for (const url of ['http://127.0.0.1:8080/', 'http://localhost:8080/', 'http://127.1/']) {
      expect([url, urlFaults(url, local)]).toEqual([url, []]);
      expect(urlFaults(url, DELIVERY_DEFAULTS).length).toBe(1);
    }
    expect(urlFaults('http://10.0.0.1/', local).length).toBe(1);
  });
});
