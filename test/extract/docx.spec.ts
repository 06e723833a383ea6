import fc from 'fast-check';
import { Refusal } from '../../src/base/refusal';
import { DEFAULT_LIMITS } from '../../src/config/policy';
import { draft } from '../../src/draft/draft';
import { Archive } from '../../src/extract/docx/archive';
import { numberIn } from '../../src/extract/docx/number-format';
import { readDocx } from '../../src/extract/docx/read-docx';
import { type DocxParts, docx, inList, paragraph, run, zip } from '../support/docx';

const read = async (bytes: Buffer, limits = DEFAULT_LIMITS) =>
  readDocx(await Archive.open(bytes, limits), limits);
const textOf = async (parts: DocxParts) => (await read(docx(parts))).text;
const paragraphsOf = async (parts: DocxParts) => (await textOf(parts)).split('\n\n');

/** Forms of lists, each with the format and text of its levels. */
const forms = (...lists: [format: string, text: string, more?: string][][]): string =>
  lists
    .map((levels, i) => {
      const all = levels.map(
        ([format, text, more = ''], level) =>
          `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`,
      );
      return `<w:abstractNum w:abstractNumId="${i + 1}">${all.join('')}</w:abstractNum>`;
    })
    .join('');
const list = (id: number, form: number, more = ''): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${form}"/>${more}</w:num>`;

const TREATY: [format: string, text: string, more?: string][] = [
  ['decimal', 'Article %1'],
  ['decimal', '%2.'],
  ['lowerLetter', '(%3)'],
  ['lowerRoman', '(%4)'],
];

describe('the numbers of a DOCX', () => {
  it('that Word counts are those of the draft: articles, paragraphs, items', async () => {
    const text = await textOf({
      numbering: forms(TREATY) + list(1, 1),
      body: [
        paragraph('Ceasefire', inList(1, 0)),
        paragraph('The Parties shall cease fire within 48 hours of signing.', inList(1, 1)),
        paragraph('The Parties shall:', inList(1, 1)),
        paragraph('withdraw their forces within 30 days of signing; and', inList(1, 2)),
        paragraph('exchange, by 1 March 2031:', inList(1, 2)),
        paragraph('prisoners of war; and', inList(1, 3)),
        paragraph('internees.', inList(1, 3)),
        paragraph('Elections', inList(1, 0)),
        paragraph('The Council shall hold elections within 100 days of signing.', inList(1, 1)),
      ].join(''),
    });
    expect(text.split('\n\n').slice(0, 7)).toEqual([
      'Article 1',
      'Ceasefire',
      '1. The Parties shall cease fire within 48 hours of signing.',
      '2. The Parties shall:',
      '(a) withdraw their forces within 30 days of signing; and',
      '(b) exchange, by 1 March 2031:',
      '(i) prisoners of war; and',
    ]);
    const refs = draft(text).proposals.map(({ phrase, ref }) => [phrase, ref]);
    expect(refs).toEqual(
      expect.arrayContaining([
        ['within 48 hours of signing', 'Article 1, 1'],
        ['within 30 days of signing', 'Article 1, 2(a)'],
        ['by 2031-03-01', 'Article 1, 2(b)'],
        ['within 100 days of signing', 'Article 2, 1'],
      ]),
    );
  });

  it('that are typed are kept, also before a tab', async () => {
    const text = await textOf({
      body: [
        paragraph('Article 7'),
        paragraph('Payment'),
        paragraph('1.\tThe Buyer shall pay within 30 days of signing.'),
        paragraph('2.\tThe Seller shall:'),
        paragraph('(a)\tdeliver the goods by 1 March 2031; and'),
      ].join(''),
    });
    expect(draft(text).proposals.map(({ phrase, ref }) => [phrase, ref])).toEqual([
      ['within 30 days of signing', 'Article 7, 1'],
      ['undated', 'Article 7, 2'],
      ['by 2031-03-01', 'Article 7, 2(a)'],
    ]);
  });

  it.each<[what: string, numbering: string, body: [list: number, level: number][], text: string]>([
    [
      'a level begins again below the next number above it',
      forms([
        ['decimal', '%1.'],
        ['decimal', '%1.%2.'],
      ]) + list(1, 1),
      [
        [1, 0],
        [1, 1],
        [1, 1],
        [1, 0],
        [1, 1],
      ],
      '1. 1.1. 1.2. 2. 2.1.',
    ],
    [
      'a level that never begins again',
      forms([
        ['decimal', '%1.'],
        ['decimal', '(%2)', '<w:lvlRestart w:val="0"/>'],
      ]) + list(1, 1),
      [
        [1, 0],
        [1, 1],
        [1, 0],
        [1, 1],
      ],
      '1. (1) 2. (2)',
    ],
    [
      'a level that begins again after the first level only',
      forms([
        ['decimal', '%1.'],
        ['decimal', '%2)'],
        ['decimal', '[%3]', '<w:lvlRestart w:val="1"/>'],
      ]) + list(1, 1),
      [
        [1, 0],
        [1, 1],
        [1, 2],
        [1, 1],
        [1, 2],
        [1, 0],
        [1, 2],
      ],
      '1. 1) [1] 2) [2] 2. [1]',
    ],
    [
      'two lists of one form count on',
      forms([['decimal', '%1.']]) + list(1, 1) + list(2, 1),
      [
        [1, 0],
        [2, 0],
        [1, 0],
      ],
      '1. 2. 3.',
    ],
    [
      'a list that begins anew, once',
      forms([['decimal', '%1.']]) +
        list(1, 1) +
        list(2, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
      [
        [1, 0],
        [1, 0],
        [2, 0],
        [2, 0],
      ],
      '1. 2. 5. 6.',
    ],
    [
      'figures for the articles above in a legal level',
      forms([
        ['upperRoman', 'ARTICLE %1'],
        ['decimal', '%1.%2.', '<w:isLgl/>'],
      ]) + list(1, 1),
      [
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      'ARTICLE I ARTICLE II 2.1.',
    ],
    [
      'bullets in a font of signs',
      forms([
        ['bullet', '\uf0b7'],
        ['bullet', '-'],
      ]) + list(1, 1),
      [
        [1, 0],
        [1, 1],
      ],
      '\u2022 -',
    ],
    ['the list 0 is none', forms([['decimal', '%1.']]) + list(0, 1), [[0, 0]], ''],
    ['a list that is not there', '', [[9, 0]], ''],
  ])('%s', async (_, numbering, body, expected) => {
    const places = body.map(([id, level]) => paragraph('x', inList(id, level)));
    const text = await textOf({ numbering, body: places.join('') });
    expect(text.replace(/\s*x/g, '').split('\n\n').join(' ').trim()).toBe(expected);
  });

  it('come from the style of a paragraph, and from the style that it is based on', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H1"/></w:style>';
    const numbering =
      forms([
        ['upperRoman', 'Section %1'],
        ['decimal', '%2.', '<w:pStyle w:val="H2"/>'],
      ]) + list(1, 1);
    const style = (name: string) => `<w:pStyle w:val="${name}"/>`;
    expect(
      await paragraphsOf({
        styles,
        numbering,
        body:
          paragraph('General provisions', style('H1')) +
          paragraph('The Parties shall meet.', style('H2')) +
          paragraph('Final provisions', style('Own')) +
          paragraph('No number', `${style('H1')}<w:numPr><w:numId w:val="0"/></w:numPr>`),
      }),
    ).toEqual([
      'Section I',
      'General provisions',
      '1. The Parties shall meet.',
      'Section II',
      'Final provisions',
      'No number',
    ]);
  });

  it.each([
    ['decimalZero', 7, '07'],
    ['lowerLetter', 28, 'bb'],
    ['upperLetter', 26, 'Z'],
    ['lowerRoman', 49, 'xlix'],
    ['upperRoman', 1994, 'MCMXCIV'],
    ['upperRoman', 4000, '4000'],
    ['russianLower', 11, 'л'],
    ['ordinal', 112, '112th'],
    ['ordinal', 22, '22nd'],
    ['cardinalText', 45, 'Forty-five'],
    ['ordinalText', 20, 'Twentieth'],
    ['ordinalText', 32, 'Thirty-second'],
    ['none', 3, ''],
    ['chicago', 3, undefined],
  ])('%s %i is printed as %s', (format, number, text) => {
    expect(numberIn(format, number)).toBe(text);
  });
});

describe('the text of a DOCX', () => {
  const change = (name: string, content: string) =>
    `<w:${name} w:id="1" w:author="A">${content}</w:${name}>`;
  const deleted = (text: string) => change('del', run(text).replaceAll('w:t', 'w:delText'));

  it.each<[what: string, body: string, expected: string[]]>([
    [
      'has changes as accepted',
      paragraph(
        `${run('within ')}${deleted('ten')}${change('ins', run('30'))}${run(' days')}${change('moveFrom', run(' gone'))}${change('moveTo', run(' here'))}`,
      ),
      ['within 30 days here'],
    ],
    [
      'joins paragraphs whose division was deleted',
      paragraph('The Parties', `<w:rPr>${change('del', '')}</w:rPr>`) + paragraph(' shall meet.'),
      ['The Parties shall meet.'],
    ],
    [
      'ends with a paragraph whose end was deleted',
      paragraph('The end', `<w:rPr>${change('del', '')}</w:rPr>`),
      ['The end'],
    ],
    [
      'has no rows that were deleted',
      `<w:tbl><w:tr><w:trPr>${change('del', '')}</w:trPr><w:tc>${paragraph('Old')}</w:tc></w:tr><w:tr><w:tc>${paragraph('New')}</w:tc></w:tr></w:tbl>`,
      ['New'],
    ],
    [
      'takes properties of today, not those before a change',
      paragraph(
        'One',
        '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>',
      ),
      ['One'],
    ],
    [
      'has tables cell by cell',
      `<w:tbl><w:tr><w:tc>${paragraph('Delivery')}</w:tc><w:tc>${paragraph('within 30 days')}${paragraph('of signing')}</w:tc></w:tr></w:tbl>`,
      ['Delivery', 'within 30 days', 'of signing'],
    ],
    [
      'has no field codes, hidden text and older forms of a drawing',
      paragraph(
        `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF _a</w:instrText></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('Article 3')}<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>${paragraph('In a box.')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph('In a box.')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>${run(' applies.')}`,
      ),
      ['In a box.', 'Article 3 applies.'],
    ],
    [
      'keeps breaks, hyphens that do not break, and special letters',
      paragraph(
        `${run('cease')}<w:r><w:noBreakHyphen/></w:r>${run('fire')}<w:r><w:softHyphen/><w:br/></w:r>${run('A & B < C')}`,
      ),
      ['cease-fire\nA & B < C'],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await paragraphsOf({ body })).toEqual(expected);
  });

  it('has no table of contents', async () => {
    const styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>';
    const body = paragraph('Article 1 \t 3', '<w:pStyle w:val="T1"/>') + paragraph('Article 1');
    expect(await paragraphsOf({ styles, body })).toEqual(['Article 1']);
  });

  it('has footnotes apart, behind it, numbered as it refers to them', async () => {
    const note = (id: number, text: string) =>
      `<w:footnote w:id="${id}">${paragraph(text)}</w:footnote>`;
    const reference = (id: number) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`;
    expect(
      await paragraphsOf({
        footnotes: `<w:footnote w:type="separator" w:id="-1">${paragraph('---')}</w:footnote>${note(4, 'Second.')}${note(9, 'First.')}`,
        body: paragraph(
          `${run('Signed')}${reference(9)}${run(' and kept')}${reference(4)}${run('.')}`,
        ),
      }),
    ).toEqual(['Signed[1] and kept[2].', 'Footnotes', '[1] First.', '[2] Second.']);
  });

  it('has footnotes that belong to no article', () => {
    const text =
      'Article 4\n\nThe Buyer shall pay.[1]\n\nFootnotes\n\n[1] The Seller shall deliver by 1 May 2031.';
    expect(draft(text).proposals.map(({ ref, phrase }) => [ref, phrase])).toEqual([
      ['Article 4', 'undated'],
      [null, 'by 2031-05-01'],
    ]);
  });

  it('says how many pictures were not read', async () => {
    const picture =
      '<w:r><w:drawing><p:pic xmlns:p="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>';
    const { notices } = await read(docx({ body: paragraph(`${run('A')}${picture}${picture}`) }));
    expect(notices).toEqual(['2 pictures were not read.']);
  });
});

describe('a DOCX that is not read says why and what to do', () => {
  const fault = (bytes: Buffer): Promise<unknown> => read(bytes).catch((thrown: unknown) => thrown);
  const body = paragraph('The Parties shall meet.');
  const main = (content: string) => docx({ body: '', main: `<?xml version="1.0"?>${content}` });
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

  it.each<[what: string, bytes: Buffer, fault: object]>([
    ['no text', docx({ body: paragraph(' ') }), { expected: expect.stringContaining('OCR') }],
    [
      'an archive that is cut off',
      docx({ body }).subarray(0, 400),
      { expected: expect.stringContaining('undamaged') },
    ],
    [
      'XML that is cut off',
      main(`<w:document ${w}><w:body>`),
      { detail: expect.stringContaining('word/document.xml') },
    ],
    [
      'a part that is not UTF-8',
      docx({ body: '', main: Buffer.from([0x3c, 0xff]) }),
      { detail: expect.stringContaining('UTF-8') },
    ],
    [
      'an external entity',
      main(
        `<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document ${w}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>`,
      ),
      { detail: expect.stringContaining('document type') },
    ],
    [
      'an entity that is not defined',
      main(`<w:document ${w}>&e;</w:document>`),
      { detail: expect.stringContaining('entity') },
    ],
    [
      'XML that is nested deeply',
      main(`<w:document ${w}>${'<w:p>'.repeat(5_000)}`),
      { detail: expect.stringContaining('250 levels') },
    ],
    [
      'a name that leads out of the archive',
      docx({ body, more: [{ name: '../../evil.xml', content: 'x' }] }),
      { detail: expect.stringContaining('../../evil.xml') },
    ],
    [
      'an absolute name',
      docx({ body, more: [{ name: '/etc/passwd', content: 'x' }] }),
      { detail: expect.stringContaining('/etc/passwd') },
    ],
    [
      'a part that unpacks to more than the archive says',
      zip([{ name: '_rels/.rels', content: 'x'.repeat(9_999), says: 10 }]),
      { detail: expect.stringContaining('_rels/.rels') },
    ],
    [
      'a bomb',
      docx({ body: '', main: Buffer.alloc(30_000_000, 'x') }),
      { expected: expect.stringContaining('limits.fileUnpackedBytes') },
    ],
    [
      'parts that are too large together',
      docx({ body, styles: ' '.repeat(11_000_000), numbering: ' '.repeat(11_000_000) }),
      { expected: expect.stringContaining('limits.fileUnpackedBytes') },
    ],
    [
      'an archive without a main part',
      zip([{ name: 'a', content: 'b' }]),
      { detail: expect.stringContaining('main part') },
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await fault(bytes)).toMatchObject({ faults: [expected] });
  });

  it('whatever its XML is: it is read or refused', async () => {
    const sound = `<?xml version="1.0"?><w:document ${w}><w:body>${paragraph('The Parties shall meet within ten days.', inList(1, 2))}${body}</w:body></w:document>`;
    const edit = fc.record({
      at: fc.nat(sound.length),
      length: fc.nat(20),
      text: fc.constantFrom('', '<', '>', '&', '"', '/', '<w:p>', '</w:p>', '<w:r/>', '\0', '&#0;'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
        const xml = edits.reduce(
          (text, { at, length, text: other }) =>
            text.slice(0, at) + other + text.slice(at + length),
          sound,
        );
        const result = await read(docx({ body: '', main: xml })).catch((thrown: unknown) => thrown);
        if (!(result instanceof Refusal)) expect(result).toHaveProperty('text');
      }),
    );
  });

  it('loads nothing from elsewhere', async () => {
    const relations =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://x/attachedTemplate" Target="http://127.0.0.1:1/t.dotm" TargetMode="External"/><Relationship Id="s" Type="http://x/styles" Target="file:///etc/passwd"/></Relationships>';
    const bytes = docx({
      body,
      more: [{ name: 'word/_rels/document.xml.rels', content: relations }],
    });
    expect((await read(bytes)).text).toBe('The Parties shall meet.');
  });
});
