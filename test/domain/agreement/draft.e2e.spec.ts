import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../../src/config/policy';
import { draftJson } from '../../../src/draft/answer/json';
import { draftYaml } from '../../../src/draft/answer/yaml';
import { draft } from '../../../src/draft/draft';
import { DATABASE } from '../../support/databases';
import { type ApiDescription, DESCRIPTION_FILE, validatorOf } from '../../support/described';
import { FakeClock } from '../../support/fake-clock';
import { type Problem, startTestService, type TestService } from '../../support/service';

const TRUCE = readFileSync(
  join(__dirname, '..', '..', '..', 'examples', 'drafting', 'river-truce.txt'),
);
const SENTENCE = 'The Buyer shall pay the price within 30 days after delivery of the goods.';
const CP1251 = Uint8Array.from([0x54, 0x0a, 0xc4, 0xee, 0xe3, 0xee, 0xe2, 0xee, 0xf0]);
const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const READ = ['text/plain, text/markdown, text/html', PDF, DOCX].join(', ');
const ZIP = Uint8Array.from([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 0xff, 0xfe]);
const DRAFT = '/v1/agreements/draft';

/** No route of it reads a database. */
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('a text that is sent to be drafted', () => {
  let service: TestService;
  const send = async (body: Uint8Array | string, type?: string, query = '') => {
    const response = await fetch(`${service.url}${DRAFT}${query}`, {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body: new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  const refused = async (...given: Parameters<typeof send>) => {
    const { status, text } = await send(...given);
    return { status, body: JSON.parse(text) as Problem };
  };

  beforeAll(async () => {
    const limits = { ...DEFAULT_LIMITS, bodyBytes: 10_000 };
    service = await startTestService(new FakeClock('2026-01-01T00:00:00Z'), { limits });
  });
  afterAll(() => service.end());

  it('is answered as JSON: what the rules read, by the schema of the description', async () => {
    const query = '?title=River%20truce&source=river-truce.txt&zone=Europe/Kyiv';
    const { status, type, text } = await send(TRUCE, 'text/plain; charset=utf-8', query);
    expect([status, type]).toEqual([200, 'application/json; charset=utf-8']);
    const options = { title: 'River truce', source: 'river-truce.txt', zone: 'Europe/Kyiv' };
    const answer: ReturnType<typeof draftJson> = JSON.parse(text);
    const expected = draftJson(draft(TRUCE.toString('utf8'), options));
    expect(answer).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(answer.proposals.length).toBeGreaterThan(3);
    const described: ApiDescription = JSON.parse(readFileSync(DESCRIPTION_FILE, 'utf8'));
    const fault = await validatorOf(described);
    expect(fault('/components/schemas/AgreementDraft', answer)).toBe('');
    const checked = await service.call('POST', '/v1/agreements/check', answer.document);
    expect([checked.status, checked.body]).toEqual([
      200,
      expect.objectContaining({ id: 'river-truce', sound: true }),
    ]);
    expect((await service.call('GET', '/v1/agreements/river-truce')).status).toBe(404);
  });

  it('is answered as YAML that the check accepts', async () => {
    const { status, type, text } = await send(TRUCE, 'text/plain', '?format=yaml');
    expect([status, type]).toEqual([200, 'application/yaml; charset=utf-8']);
    expect(text).toBe(draftYaml(draft(TRUCE.toString('utf8'))));
    expect((await service.call('POST', '/v1/agreements/check', text)).status).toBe(200);
  });

  it.each([
    ['text/plain', SENTENCE],
    ['text/markdown', `# Sale\n\n- ${SENTENCE}`],
    ['text/html', `<!doctype html><p>${SENTENCE.replace('30', '<b>30</b>')}</p>`],
    ['Text/HTML; charset=UTF-8', `<i>${SENTENCE}</i>`],
    ['text/plain', `\ufeffPage 1\f\n${SENTENCE}`],
  ])('is read as %s', async (type, body) => {
    const { status, text } = await send(body, type);
    expect(status).toBe(200);
    expect(JSON.parse(text).proposals).toMatchObject([
      { key: 'due', phrase: 'within 30 days of goods-delivery', obligor: 'The Buyer' },
    ]);
  });

  it.each<[what: string, body: Uint8Array | string, type: string, status: number, fault: object]>([
    ['no body', '', 'text/plain', 422, { expected: expect.stringContaining('such as text/plain') }],
    ['spaces alone', ' \n\t\n', 'text/plain', 422, { detail: 'contains no text' }],
    ['tags alone', '<p><br></p>', 'text/html', 422, { detail: 'contains no text' }],
    ['controls', 'By \u0007 May', 'text/plain', 422, { detail: expect.stringContaining('U+0007') }],
    [
      'a PDF as text',
      '%PDF-1.7\n',
      'text/plain',
      415,
      { detail: 'is a PDF document', expected: expect.stringContaining('application/pdf') },
    ],
    ['a DOCX as text', ZIP, 'text/plain', 415, { detail: expect.stringContaining('DOCX') }],
    ['RTF as text', '{\\rtf1', 'text/plain', 415, { detail: 'is an RTF document' }],
    ['text as a PDF', SENTENCE, PDF, 415, { expected: expect.stringContaining('text/plain') }],
    [
      'other bytes than UTF-8',
      CP1251,
      'text/plain',
      400,
      { line: 2, expected: expect.stringContaining('iconv -f windows-1251 -t utf-8') },
    ],
    [
      'another charset',
      SENTENCE,
      'text/plain; charset=koi8-r',
      415,
      { expected: expect.stringContaining('iconv -f koi8-r -t utf-8') },
    ],
    [
      'a text over the limit',
      'a'.repeat(10_001),
      'text/plain',
      413,
      { expected: expect.stringContaining('limits.bodyBytes') },
    ],
    ['JSON', JSON.stringify({ text: SENTENCE }), 'application/json', 415, { expected: READ }],
    ['another media type', SENTENCE, 'text/csv', 415, { pointer: '/content-type', expected: READ }],
  ])('is refused with what was expected: %s', async (_, body, type, status, fault) => {
    const answer = await refused(body, type);
    expect(answer.status).toBe(status);
    expect(answer.body.errors).toEqual([expect.objectContaining(fault)]);
    expect(answer.body.errors[0]?.expected).toBeTruthy();
  });

  it('is refused as a form, as curl sends it, with the header to send', async () => {
    const { status, body } = await refused(SENTENCE, 'application/x-www-form-urlencoded');
    expect(status).toBe(415);
    expect(body.detail).toContain("curl: -H 'content-type: text/plain'");
  });

  it('is refused from another site', async () => {
    for (const header of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://example.org' }]) {
      const response = await fetch(`${service.url}${DRAFT}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', ...header },
        body: SENTENCE,
      });
      expect([header, response.status]).toEqual([header, 403]);
    }
  });

  it('names every fault of the query', async () => {
    const { status, body } = await refused(SENTENCE, 'text/plain', '?zone=Mars&format=xml&x=1');
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/format', '/x', '/zone']);
  });

  it('is read by no other route', async () => {
    for (const path of ['/v1/agreements', '/v1/agreements/check', '/v1/webhooks']) {
      for (const type of ['text/plain', 'text/markdown']) {
        const response = await fetch(`${service.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': type },
          body: SENTENCE,
        });
        expect([path, response.status]).toEqual([path, 415]);
        expect(await response.text()).toContain('application/yaml');
      }
    }
  });
});
