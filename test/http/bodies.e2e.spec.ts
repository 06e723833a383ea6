import { connect } from 'node:net';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const CP1251 = Buffer.from(
  'id: cp1251\ntitle: "\xc4\xee\xe3\xee\xe2\xee\xf0"\nzone: Europe/Kyiv\nobligations: [{id: a, title: A, due: by 2026-12-24}]\n',
  'latin1',
);
const DOCUMENT =
  'id: pact\ntitle: Договір\nzone: UTC\nobligations: [{id: a, title: A, due: by 2026-12-24}]\n';

/** What a service answers to bytes that no client would send, until it ends the connection. */
function answerTo(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      answer += part;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

interface Problem {
  status: number;
  detail: string;
  errors: { pointer: string; detail: string; expected?: string; line?: number; column?: number }[];
}

describeStored(`bodies on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')));
    await service.call('POST', '/v1/agreements', DOCUMENT);
  });
  afterAll(() => service.end());

  const send = async (
    path: string,
    type: string,
    body: Uint8Array | string,
    method: 'POST' | 'PUT' = 'POST',
  ) => {
    const answer = await fetch(`${service.url}${path}`, {
      method,
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Problem };
  };

  it.each([
    [
      'an address with letters outside ASCII',
      'GET /v1/agreements/Київ HTTP/1.1\r\nHost: a\r\n\r\n',
      400,
    ],
    [
      'two lengths of one body',
      'POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['no HTTP at all', 'HELO example.org\r\n\r\n', 400],
    [
      'headers without measure',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])('%s: a problem as every other', async (_, bytes, status) => {
    const answer = await answerTo(service.url, bytes);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      type: 'about:blank',
      status,
      detail: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['/v1/agreements', 'application/yaml'],
    ['/v1/agreements', 'text/yaml; charset=utf-8'],
    ['/v1/agreements/check', 'application/json'],
    ['/v1/agreements/pact/facts', 'application/json; charset="UTF-8"'],
    ['/v1/agreements/pact/facts/import', 'application/x-ndjson'],
    ['/v1/alerts/none/acknowledge', 'application/json'],
  ])('%s as %s: bytes that are not UTF-8 are refused with their encoding', async (path, type) => {
    const { status, body } = await send(path, type, CP1251);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      {
        line: 2,
        column: 9,
        detail: 'the byte 0xC4 is not UTF-8; the text is likely windows-1251',
        expected: expect.stringContaining('iconv -f windows-1251 -t utf-8'),
      },
    ]);
  });

  it.each(['windows-1251', 'utf-16', 'ISO-8859-1', '"koi8-u"'])(
    'charset=%s is refused with how to convert',
    async (charset) => {
      const { status, body } = await send(
        '/v1/agreements/check',
        `application/yaml; charset=${charset}`,
        'id: x',
      );
      expect(status).toBe(415);
      expect(body.errors[0]?.expected).toContain(
        `iconv -f ${charset.replaceAll('"', '')} -t utf-8`,
      );
    },
  );

  it.each(['utf-8', 'UTF8', '"utf-8"', 'us-ascii'])('charset=%s is read', async (charset) => {
    const { status } = await send(
      '/v1/agreements/check',
      `application/yaml; charset=${charset}`,
      DOCUMENT,
    );
    expect(status).toBe(200);
  });

  it('a byte order mark is dropped, in every format', async () => {
    const json = {
      id: 'b',
      title: 'B',
      zone: 'UTC',
      obligations: [{ id: 'a', title: 'A', due: 'undated' }],
    };
    const facts = '{"agreement": "note", "at": "2026-01-09", "note": "one"}';
    for (const [path, type, text] of [
      ['/v1/agreements/check', 'application/yaml', DOCUMENT],
      ['/v1/agreements/check', 'application/json', JSON.stringify(json)],
      ['/v1/agreements/pact/facts/import?preview=true', 'application/x-ndjson', facts],
      ['/v1/agreements/pact/facts/import?preview=true', 'application/json', `[${facts}]`],
      ['/v1/agreements/pact/facts/import?preview=true', 'application/yaml', `- ${facts}\r\n`],
    ] as const) {
      expect([type, (await send(path, type, `\ufeff${text}`)).status]).toEqual([type, 200]);
    }
  });

  it('JSON that is none is told with its line and column', async () => {
    const { status, body } = await send(
      '/v1/agreements/pact/facts',
      'application/json',
      '{"event": "signing",\n "at": \'2026-01-09\'}',
    );
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([
      { line: 2, column: 8, detail: 'a text is in single quotes' },
    ]);
  });

  it('a key that is given twice is refused with both places, and nothing is written', async () => {
    const twice =
      '{"id":"dupj","title":"T","zone":"UTC","zone":"Europe/Kyiv","obligations":[{"id":"a","title":"A","due":"by 2026-12-24","due":"by 2026-12-31"}]}';
    for (const path of ['/v1/agreements', '/v1/agreements/check']) {
      const { status, body } = await send(path, 'application/json', twice);
      expect(status).toBe(422);
      expect(body.errors.map(({ pointer, column }) => [pointer, column])).toEqual([
        ['/zone', 39],
        ['/obligations/0/due', 119],
      ]);
      expect(body.errors[0]?.detail).toContain('first at line 1, column 26');
    }
    const fact = '{"event": "signing", "at": "2026-01-08", "at": "2026-01-09"}';
    const routes = [
      ['POST', '/v1/agreements/pact/facts', fact],
      ['POST', '/v1/agreements/pact/facts/import', `[${fact}]`],
      ['PUT', '/v1/agreements/pact/signing', '{"date": "2026-01-08", "date": "2026-01-09"}'],
    ] as const;
    for (const [method, path, text] of routes) {
      const { status, body } = await send(path, 'application/json', text, method);
      expect([path, status]).toEqual([path, 422]);
      expect(body.errors[0]?.detail).toContain('is given twice');
    }
    const { body } = await service.call<{ items: unknown[] }>('GET', '/v1/agreements/pact/facts');
    expect(body.items).toEqual([]);
  });

  it('JSON nested deeper than any body needs is refused, by every route that takes one', async () => {
    const deep = `${'['.repeat(1_500)}${']'.repeat(1_500)}`;
    for (const path of [
      '/v1/agreements',
      '/v1/agreements/pact/facts',
      '/v1/agreements/pact/facts/import',
    ]) {
      const { status, body } = await send(path, 'application/json', deep);
      expect([path, status]).toEqual([path, 422]);
      expect(body.errors[0]).toMatchObject({ column: 51, expected: expect.stringContaining('50') });
    }
  });

  it('control characters are refused in every text that is stored, in queries too', async () => {
    for (const [method, path, body] of [
      [
        'POST',
        '/v1/agreements/pact/facts',
        { event: 'signing', at: '2026-01-09', note: 'x\u001b[31m' },
      ],
      ['PUT', '/v1/agreements/pact/signing', { date: '2026-01-09', reason: 'x\u202e' }],
      ['POST', '/v1/agreements/pact/scenarios', { name: 'x\u0007', assume: [] }],
      ['POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/hook', description: '\u009b' }],
      ['DELETE', '/v1/agreements/pact?confirm=pact&reason=%1b%5B31m', undefined],
    ] as const) {
      const answer = await service.call<Problem>(method, path, body);
      expect([path, answer.status]).toEqual([path, 422]);
      expect(answer.body.errors[0]?.detail).toMatch(/holds the control character U\+/);
    }
  });
});
