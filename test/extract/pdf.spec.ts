import * as fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { draft } from '../../src/draft/draft';
import { readPdf } from '../../src/extract/pdf/read-pdf';
import { columnOf, type PdfLine, pageOf, pdfFile, pdfOf } from '../support/pdf';

const read = (bytes: Buffer, limits = DEFAULT_LIMITS) => readPdf(bytes, limits, '/none/');
const textOf = async (...pages: PdfLine[][]) => (await read(pdfOf(pages.map(pageOf)))).text;
const paragraphsOf = async (...pages: PdfLine[][]) => (await textOf(...pages)).split('\n\n');

const PEACE =
  'The Parties shall ex|change all prisoners of war and civ|ilian internees within thirty (30) days after the signing of this Agreement.';
const COMMISSION =
  'The Com|mission shall meet no later than forty-|eight hours after the noti|fication of each vio|lation, and shall re|port to the Coun|cil without delay.';
const joined = (text: string) => text.replaceAll('|', '');

describe('the text of a PDF', () => {
  it('joins lines and divided words, and keeps the hyphen of a compound', async () => {
    const narrow = columnOf([PEACE, COMMISSION], { x: 50, y: 780, width: 150 });
    expect(narrow.filter(({ text }) => text.endsWith('-')).length).toBeGreaterThan(2);
    expect(await paragraphsOf(narrow)).toEqual([joined(PEACE), joined(COMMISSION)]);
  });

  it.each([
    [
      'divided elsewhere as one word',
      'cease-',
      'fire holds. A ceasefire is kept.',
      'a ceasefire holds',
    ],
    ['a compound elsewhere', 'cease-', 'fire holds. A cease-fire is kept.', 'a cease-fire holds'],
    ['a number in words', 'thirty-', 'five days.', 'a thirty-five days'],
    ['a prefix that keeps it', 'non-', 'compliance ends.', 'a non-compliance ends'],
    ['a name', 'Anglo-', 'Egyptian law.', 'a Anglo-Egyptian law'],
    ['figures', '2025-', '2026 is left.', 'a 2025-2026 is left'],
    ['a soft hyphen', 'obliga\u00ad', 'tion ends.', 'a obligation ends'],
  ])('a hyphen at the end of a line: %s', async (_, head, tail, expected) => {
    const text = await textOf([
      { x: 50, y: 700, text: `a ${head}` },
      { x: 50, y: 688, text: tail },
    ]);
    expect(text).toContain(expected);
  });

  it('reads two columns one after the other below a title at full width', async () => {
    const left = columnOf([PEACE, COMMISSION], { x: 50, y: 740, width: 235 });
    const right = columnOf(['2. Third.', PEACE, COMMISSION], { x: 310, y: 740, width: 235 });
    const title = { x: 60, y: 780, text: 'Agreement on the Withdrawal of Forces', size: 18 };
    expect(await paragraphsOf([title, ...left, ...right])).toEqual([
      'Agreement on the Withdrawal of Forces',
      joined(PEACE),
      joined(COMMISSION),
      '2. Third.',
      joined(PEACE),
      joined(COMMISSION),
    ]);
  });

  it('reads a sentence on over columns and pages', async () => {
    const lines = columnOf([COMMISSION], { x: 50, y: 790, width: 235 });
    const filler = columnOf([PEACE, PEACE], { x: 50, y: 740, width: 235 });
    const half = Math.ceil(lines.length / 2);
    const from = (count: number, x: number, y: number, part: PdfLine[]) =>
      part.map((line, i) => ({ ...line, x, y: y - 12 * i })).slice(0, count);
    const first = [...filler, ...from(half, 50, 600, lines.slice(0, half))];
    const second = from(9, 50, 740, lines.slice(half));
    expect(await paragraphsOf(first, second)).toEqual([
      joined(PEACE),
      joined(PEACE),
      joined(COMMISSION),
    ]);
  });

  it('leaves out running heads, numbers of pages and stamps across the margin', async () => {
    const page = (number: number): string => {
      const body = columnOf([`Article ${number}`, PEACE], { x: 50, y: 740, width: 400 });
      const head = [
        { x: 50, y: 810, text: 'River Truce' },
        { x: 450, y: 810, text: `Text ${number}` },
        { x: 50, y: 798, text: `Chapter 2: Peace 0${number}` },
      ];
      const foot = { x: 290, y: 30, text: `- ${number} -` };
      const stamp = 'BT /F 8 Tf 0 1 -1 0 580 200 Tm (Downloaded by a library) Tj ET';
      return `${pageOf([...head, ...body, foot])}\n${stamp}`;
    };
    const { text } = await read(pdfOf([1, 2, 3].map(page)));
    expect(text.split('\n\n')).toEqual(
      [1, 2, 3].flatMap((number) => [`Article ${number}`, joined(PEACE)]),
    );
  });

  it('leaves out a table of contents whose lines have dots', async () => {
    const lines = [
      'Contents',
      'Article 1 . . . . . . 2',
      'Article 2 Peace ......... iv',
      'Article 1',
    ];
    const page = lines.map((text, i) => ({ x: 50, y: 700 - 20 * i, text }));
    expect(await paragraphsOf(page)).toEqual(['Contents', 'Article 1']);
  });

  it('keeps footnotes apart, behind the text, and their marks in brackets', async () => {
    const body = columnOf([PEACE], { x: 50, y: 740, width: 400 });
    const last = body.at(-1);
    const mark = {
      x: 50 + 6 * (last?.text.length ?? 0),
      y: (last?.y ?? 0) + 4,
      text: '7',
      size: 6,
    };
    const note = columnOf(['7 Signed within two days of 1 May 2030.', '8 See above.'], {
      x: 50,
      y: 90,
      width: 400,
      size: 8,
    });
    const next = columnOf([COMMISSION], { x: 50, y: 740, width: 400 });
    expect(await paragraphsOf([...body, mark, ...note], next)).toEqual([
      `${joined(PEACE)}[7]`,
      joined(COMMISSION),
      'Footnotes',
      '[7] Signed within two days of 1 May 2030.',
      '[8] See above.',
    ]);
  });

  it('keeps lists: labels beside their text, hanging and indented lines', async () => {
    const lines: PdfLine[] = [
      { x: 50, y: 740, text: 'The Parties shall, after the signing of this very Agreement:' },
      { x: 60, y: 728, text: '(a)' },
      { x: 84, y: 728, text: 'withdraw their forces within ten days and restore the' },
      { x: 84, y: 716, text: 'lines of communication;' },
      { x: 60, y: 704, text: '(b)' },
      { x: 84, y: 704, text: 'exchange lists of prisoners.' },
      { x: 74, y: 692, text: 'An indented paragraph begins here and is continued at' },
      { x: 50, y: 680, text: 'the left.' },
    ];
    expect(await paragraphsOf(lines)).toEqual([
      'The Parties shall, after the signing of this very Agreement:',
      '(a) withdraw their forces within ten days and restore the lines of communication;',
      '(b) exchange lists of prisoners.',
      'An indented paragraph begins here and is continued at the left.',
    ]);
  });

  it('reads a table row by row, each cell as a paragraph, and loses nothing beside it', async () => {
    const row = (y: number, ...cells: string[][]): PdfLine[] =>
      cells.flatMap((lines, column) =>
        lines.map((text, i) => ({ x: [50, 160, 300][column] ?? 0, y: y - 12 * i, text })),
      );
    const lines = [
      {
        x: 50,
        y: 780,
        text: 'Timetable of all that is to be done, by whom and until when it is done',
      },
      ...row(
        740,
        ['Delivery of the', 'goods'],
        ['The Seller'],
        ['within 30 days after', 'signing'],
      ),
      ...row(700, ['Payment'], ['The Buyer and', 'its guarantor'], ['within 10 days']),
      ...row(660, ['Inspection'], ['The Buyer'], ['upon arrival of all', 'goods']),
      {
        x: 50,
        y: 600,
        text: 'The table above is part of this Agreement and binds both the Parties.',
      },
    ];
    expect(await paragraphsOf(lines)).toEqual([
      'Timetable of all that is to be done, by whom and until when it is done',
      'Delivery of the goods',
      'The Seller',
      'within 30 days after signing',
      'Payment',
      'The Buyer and its guarantor',
      'within 10 days',
      'Inspection',
      'The Buyer',
      'upon arrival of all goods',
      'The table above is part of this Agreement and binds both the Parties.',
    ]);
  });

  it('keeps every word, wherever it stands', async () => {
    const place = fc.record({ x: fc.nat(420), y: fc.integer({ min: 20, max: 800 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 8, maxLength: 60 }), async (places) => {
        const lines = places.map((at, i) => ({ ...at, text: `w${i}q`.repeat(1 + (i % 7)) }));
        const text = await textOf(lines);
        for (const { text: word } of lines) expect(text.replace(/\s/g, '')).toContain(word);
      }),
      { numRuns: 60 },
    );
  });

  it('is read also where the page is turned', async () => {
    const lines = ['Article 1', 'The Parties shall meet.'];
    const stream = lines
      .map((text, i) => `BT /F 10 Tf 0 1 -1 0 ${100 + 30 * i} 100 Tm (${text}) Tj ET`)
      .join('\n');
    expect((await read(pdfOf([stream]))).text).toBe(lines.join('\n\n'));
  });

  it('has the page of each paragraph, and drafts quote it with their page', async () => {
    const first = columnOf(['Article 1', joined(PEACE)], { x: 50, y: 740, width: 400 });
    const second = columnOf(['Article 2', joined(COMMISSION)], { x: 50, y: 740, width: 400 });
    const { text, pages } = await read(pdfOf([first, second, []].map(pageOf)));
    const read_ = draft(text, { pages });
    expect(read_.proposals.map(({ page, ref, phrase }) => [page, ref, phrase])).toEqual([
      [1, 'Article 1', 'within 30 days of signing'],
      [2, 'Article 2', expect.stringContaining('48 hours')],
      [2, 'Article 2', 'undated'],
    ]);
    for (const { quote, start, end } of read_.proposals) expect(text.slice(start, end)).toBe(quote);
    expect([...read_.entryPages.values()]).toEqual([1, 2, 2]);
  });

  it('says which pages have no text', async () => {
    const one = [{ x: 50, y: 700, text: 'Article 1' }];
    const { notices } = await read(pdfOf([one, [], one, []].map(pageOf)));
    expect(notices).toEqual(['Pages 2, 4 have no text: empty, or a picture that was not read.']);
  });

  it('says how many fields of a form are filled in', async () => {
    const bytes = pdfOf(
      [pageOf([{ x: 50, y: 700, text: 'The Buyer shall pay by' }])],
      ['<</Type/Annot/Subtype/Widget/FT/Tx/T(date)/V(1 May 2030)/Rect[9 9 99 30]>>'],
    );
    const text = bytes.toString('latin1').replace('/Contents', '/Annots[6 0 R]/Contents');
    const { notices } = await read(Buffer.from(text, 'latin1'));
    expect(notices).toEqual(['One field or note written into the pages was not read.']);
  });
});

describe('a PDF that is not read says why and what to do', () => {
  const fault = (bytes: Buffer, limits = DEFAULT_LIMITS): Promise<unknown> =>
    read(bytes, limits).catch((thrown: unknown) => thrown);
  // No password opens it, not even the empty one.
  const secret = 'x'.repeat(32);
  const lockedPdf = Buffer.from(
    pdfOf(['BT ET'])
      .toString('latin1')
      .replace(
        'trailer<<',
        `trailer<</ID[(${secret})(${secret})]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(${secret})/U(${secret})>>`,
      ),
    'latin1',
  );
  const sound = pdfOf([pageOf([{ x: 50, y: 700, text: 'Article 1' }])]);

  it.each<[what: string, bytes: Buffer, kind: string, expected: string]>([
    ['a scan', pdfOf(['q 500 0 0 700 0 0 cm Q']), 'invalid', 'OCR'],
    ['a password', lockedPdf, 'invalid', 'without its password'],
    ['nothing but a header', Buffer.from('%PDF-1.7\n'), 'unreadable', 'undamaged'],
    ['a page tree without pages', pdfFile(['<</Type/Catalog>>']), 'unreadable', 'undamaged'],
  ])('%s', async (_, bytes, kind, expected) => {
    expect(await fault(bytes)).toMatchObject({
      kind,
      faults: [{ expected: expect.stringContaining(expected) }],
    });
  });

  it('more pages than the limit, before one is read', async () => {
    const many = pdfOf(Array.from({ length: 10_000 }, () => ''));
    expect(await fault(many)).toMatchObject({
      kind: 'invalid',
      faults: [
        { detail: 'has 10000 pages', expected: expect.stringContaining('limits.filePages') },
      ],
    });
  });

  it('more text than the text of a request', async () => {
    const limits = { ...DEFAULT_LIMITS, bodyBytes: 5 };
    expect(await fault(sound, limits)).toMatchObject({
      kind: 'too-large',
      faults: [{ expected: expect.stringContaining('limits.bodyBytes') }],
    });
  });

  it('runs no script and opens nothing', async () => {
    const bytes = pdfOf(
      [pageOf([{ x: 50, y: 700, text: 'Article 1' }])],
      ['<</S/JavaScript/JS(globalThis.ran = true; app.launchURL\\("file:///etc/passwd"\\))>>'],
    );
    const text = bytes
      .toString('latin1')
      .replace('/Type/Catalog', '/Type/Catalog/OpenAction 6 0 R/AA<</WC 6 0 R>>');
    expect((await read(Buffer.from(text, 'latin1'))).text).toBe('Article 1');
    expect(globalThis).not.toHaveProperty('ran');
  });
});
