import { readFileSync } from 'node:fs';
import { SystemClock } from '../../../src/base/clock';
import { DEFAULT_LIMITS } from '../../../src/config/policy';
import type { draftJson } from '../../../src/draft/answer/json';
import { DATABASE } from '../../support/databases';
import { type ApiDescription, DESCRIPTION_FILE, validatorOf } from '../../support/described';
import { docx, inList, paragraph, zip } from '../../support/docx';
import { bombOf, columnOf, endless, pageOf, pdfOf } from '../../support/pdf';
import { buildForReplicas } from '../../support/replica';
import { type Problem, startTestService, type TestService } from '../../support/service';

// Each file is read in a process of its own; the machine may be busy.
jest.setTimeout(180_000);

const DRAFT = '/v1/agreements/draft';
const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SECONDS = 3;

const treaty = [
  'Article 1',
  'The Parties shall cease fire within 48 hours of signing.',
  'Article 2',
  'The Council shall hold elections within 100 days of signing.',
];
const pages = [treaty.slice(0, 2), treaty.slice(2)].map((lines) =>
  pageOf(columnOf(lines, { x: 50, y: 740, width: 400 })),
);
const pdf = pdfOf(pages);
const word = docx({
  numbering:
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
  body: [1, 3].map((i) => paragraph(treaty[i] ?? '', inList(1))).join(''),
});
const PACT = {
  id: 'pact',
  title: 'Pact',
  zone: 'UTC',
  obligations: [{ id: 'first', title: 'First', due: 'by 2031-03-01' }],
};
/** A document of Word 97, and an encrypted one of today, as far as they are looked at. */
const compound = (name: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from(name, 'utf16le'),
  ]);

/** No route of it reads a database. */
const describeOnce = DATABASE === 'sqlite' ? describe : describe.skip;

describeOnce('a file that is sent to be drafted', () => {
  let service: TestService;
  const send = async (body: Uint8Array, type: string, query = '') => {
    const response = await fetch(`${service.url}${DRAFT}${query}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const refused = async (body: Uint8Array, type: string) => {
    const { status, text } = await send(body, type);
    const problem: Problem = JSON.parse(text);
    return { status, ...problem };
  };

  beforeAll(async () => {
    buildForReplicas();
    service = await startTestService(new SystemClock(), {
      workers: { count: 2, seconds: 60, megabytes: 400 },
      limits: { ...DEFAULT_LIMITS, fileSeconds: SECONDS },
    });
  });
  afterAll(() => service.end());

  it.each([
    ['a PDF, with the page of each quote', pdf, PDF, [1, 2]],
    ['a DOCX, with automatic numbers', word, DOCX, [undefined, undefined]],
    ['by its content, whatever its media type says', word, PDF, [undefined, undefined]],
  ])('is read: %s', async (_, bytes, type, expected) => {
    const { status, text } = await send(bytes, type, '?title=Treaty');
    expect([status, text]).toEqual([200, expect.stringContaining('"text"')]);
    const answer: ReturnType<typeof draftJson> = JSON.parse(text);
    expect(answer.proposals.map(({ phrase, ref, page }) => [phrase, ref, page])).toEqual([
      ['within 48 hours of signing', 'Article 1', expected[0]],
      ['within 100 days of signing', 'Article 2', expected[1]],
    ]);
    for (const { quote, start, end } of answer.proposals) {
      expect(answer.text?.slice(start, end)).toBe(quote);
    }
    const described: ApiDescription = JSON.parse(readFileSync(DESCRIPTION_FILE, 'utf8'));
    expect((await validatorOf(described))('/components/schemas/AgreementDraft', answer)).toBe('');
    const yaml = await send(bytes, type, '?format=yaml');
    expect(yaml.text.includes('# page 2')).toBe(expected[1] === 2);
    expect((await service.call('POST', '/v1/agreements/check', yaml.text)).status).toBe(200);
  });

  it.each<[what: string, bytes: Uint8Array, type: string, status: number, fault: object]>([
    ['a scan', pdfOf(['']), PDF, 422, { expected: expect.stringContaining('OCR') }],
    [
      'a broken PDF',
      pdf.subarray(0, 60),
      PDF,
      400,
      { expected: expect.stringContaining('undamaged') },
    ],
    [
      'a broken DOCX',
      word.subarray(0, 200),
      DOCX,
      400,
      { expected: expect.stringContaining('undamaged') },
    ],
    [
      'a DOCX with a password',
      compound('EncryptedPackage'),
      DOCX,
      415,
      { detail: expect.stringContaining('password') },
    ],
    [
      'an old DOC',
      compound('WordDocument'),
      DOCX,
      415,
      { detail: expect.stringContaining('.doc') },
    ],
    [
      'an ODT',
      zip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' }]),
      DOCX,
      415,
      { detail: expect.stringContaining('ODT') },
    ],
    [
      'a spreadsheet',
      zip([{ name: 'xl/workbook.xml', content: '' }]),
      DOCX,
      415,
      { detail: expect.stringContaining('Excel') },
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), PDF, 415, { detail: 'is a picture' }],
    [
      'more bytes than the limit',
      Buffer.alloc(10_000_001, '%PDF-1.7 '),
      PDF,
      413,
      { expected: expect.stringContaining('limits.fileBytes, PACTA_LIMIT_FILE_BYTES') },
    ],
  ])('is refused with what to do: %s', async (_, bytes, type, status, fault) => {
    const answer = await refused(bytes, type);
    expect([answer.status, answer.errors]).toEqual([status, [expect.objectContaining(fault)]]);
    expect(answer.errors[0]?.expected).toBeTruthy();
  });

  it.each<[what: string, bytes: () => Uint8Array, type: string, limit: string]>([
    [
      '10,000 pages',
      () => pdfOf(Array.from({ length: 10_000 }, () => 'BT ET')),
      PDF,
      'limits.filePages',
    ],
    [
      'a DOCX that unpacks to 30 MB',
      () => docx({ body: '', main: Buffer.alloc(30_000_000, ' ') }),
      DOCX,
      'limits.fileUnpackedBytes',
    ],
    ['a PDF whose content unpacks to 2 GB', () => bombOf(2_000), PDF, 'limits.fileMegabytes'],
    ['a PDF that never ends', endless, PDF, 'limits.fileSeconds'],
  ])('is stopped at its limit while others are answered: %s', async (_, bytes, type, limit) => {
    const hostile = refused(bytes(), type);
    const others: number[] = [];
    do {
      others.push((await service.call('GET', '/v1/agreements')).status);
      others.push((await service.call('POST', '/v1/agreements/check', PACT)).status);
    } while ((await Promise.race([hostile, Promise.resolve('running')])) === 'running');
    expect(await hostile).toMatchObject({
      status: 422,
      errors: [{ expected: expect.stringContaining(limit) }],
    });
    expect(new Set(others)).toEqual(new Set([200]));
    expect((await send(pdf, PDF)).status).toBe(200);
  });
});
