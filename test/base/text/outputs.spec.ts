import fc from 'fast-check';
import { QuietLogger } from '../../../src/app/quiet-logger';
import { Refusal } from '../../../src/base/refusal';
import { luxonZones } from '../../../src/base/zones';
import { printRefusal } from '../../../src/cli/output/refusals';
import { scheduleTable } from '../../../src/cli/output/table';
import { presentScheduled, rowScheduled } from '../../../src/domain/milestone/present/scheduled';
import { termsFor } from '../../../src/domain/notification/alert-policy-schema';
import { compile } from '../../../src/engine/compile/compile';
import type { AgreementDocument } from '../../../src/engine/model/document';
import { schedule } from '../../../src/engine/schedule/schedule';
import { calendarOf } from '../../../src/feed/milestones/calendar';
import { csvOf } from '../../../src/feed/milestones/csv';
import { FLAT_COLUMNS, flatCells } from '../../../src/feed/milestones/milestone-flat';
import type { Block } from '../../../src/feed/reports/report-blocks';
import { htmlOf } from '../../../src/feed/reports/report-html';
import { markdownOf } from '../../../src/feed/reports/report-markdown';
import { controlsOf } from '../../support/control-characters';

const AS_OF = Date.parse('2026-06-01T00:00:00Z');

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u009b2J',
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\u0000',
        '\u202e',
        '\u2028',
      ),
      fc.constantFrom('=1+1', 'END:VCALENDAR', '[x](javascript:y)', '<b>', '"', ',', ';', '\\'),
      fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function documentWith(text: string): AgreementDocument {
  return {
    id: 'a',
    title: text,
    status: text,
    zone: 'UTC',
    parties: { p: { name: text } },
    obligations: [
      { id: 'b', title: text, ref: text, quote: text, obligor: 'p', due: 'by 2026-12-31' },
    ],
  };
}

/** Stored by an earlier version: the engine takes what the reader of documents refuses now. */
function scheduled(text: string) {
  const compiled = compile(documentWith(text));
  if (!compiled.ok) throw new Error('it compiles');
  const { milestones } = schedule(compiled.agreement, [], {
    zones: luxonZones,
    calendars: new Map(),
    derivations: true,
  });
  return milestones;
}

/** What is written to the standard output and error while `work` is done. */
function written(work: () => void): string {
  const lines: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0),
  );
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.join('');
}

const OUTPUTS: readonly [string, (text: string) => string][] = [
  [
    'the table of a schedule',
    (text) =>
      scheduleTable(
        documentWith(text),
        scheduled(text).map((one, i) => ({ ...presentScheduled(one, i, AS_OF), alternatives: [] })),
        { asOf: '', signed: text, facts: text, why: true, width: 120, colour: false },
      ),
  ],
  [
    'CSV',
    (text) => {
      const rows = scheduled(text).map((one, i) => rowScheduled(one, i, AS_OF));
      return csvOf(rows.map((row) => flatCells(row, FLAT_COLUMNS, 20_000))).replaceAll(
        '\r\n',
        '\n',
      );
    },
  ],
  ['a report in Markdown', (text) => markdownOf(blocksWith(text))],
  ['a report in HTML', (text) => htmlOf(blocksWith(text))],
  [
    'a refusal on the command line',
    (text) => {
      const fault = { pointer: text, detail: text, expected: text, example: text };
      const lined = { ...fault, line: 1, column: 1, excerpt: `    1 | ${text}\n      | ^` };
      return written(() => printRefusal(new Refusal('invalid', text, [fault, lined])));
    },
  ],
  [
    'the log',
    (text) =>
      written(() => {
        const logger = new QuietLogger('Test', { colors: false });
        logger.log(text);
        logger.warn({ text });
        logger.error(new Error(text));
      }),
  ],
];

function blocksWith(text: string): Block[] {
  const link = { title: text, url: text };
  return [
    { is: 'title', text },
    { is: 'warning', text },
    {
      is: 'table',
      head: [text],
      rows: [[{ text, links: [link, { ...link, url: `https://a/${text}` }] }]],
    },
  ];
}

describe('whatever a text holds', () => {
  it.each(OUTPUTS)('%s is free of control characters', (_name, output) => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(controlsOf(output(text))).toEqual([]);
      }),
    );
  });

  it('a table, a CSV row and a log entry have the lines they have for any other text', () => {
    const lines = (text: string): number[] =>
      OUTPUTS.filter(([name]) => /table|CSV/.test(name)).map(
        ([, output]) => output(text).split('\n').length,
      );
    const ordinary = lines('An ordinary text');
    fc.assert(fc.property(hostile, (text) => expect(lines(text)).toEqual(ordinary)));
    const entries = written(() =>
      new QuietLogger('T', { colors: false }).log('a\n[Nest] 1 - forged'),
    );
    expect(entries).not.toMatch(/^\[Nest\] 1 - forged/m);
  });

  it('no text adds a line to the calendar', () => {
    const calendar = (text: string): string => {
      const entries = scheduled(text).map((one, i) => {
        const row = rowScheduled(one, i, AS_OF);
        return { row, terms: termsFor([], row) };
      });
      const terms = {
        title: text,
        zone: 'UTC',
        installation: 'x',
        alarmMinute: 540,
        now: AS_OF,
      };
      return calendarOf(terms, entries).replace(/\r\n[ \t]/g, '');
    };
    const names = (text: string): string[] =>
      calendar(text)
        .split('\r\n')
        .map((line) => line.replace(/[:;].*$/su, ''));
    const ordinary = names('An ordinary text');
    fc.assert(fc.property(hostile, (text) => expect(names(text)).toEqual(ordinary)));
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\n=1', '＝1+1', '\u0000=1'])(
    'a spreadsheet takes %j for text',
    (text) => {
      expect(csvOf([[text]])).toMatch(/^"?['\ufffd]/);
    },
  );

  it.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ])('%j becomes a link nowhere', (url) => {
    const blocks: Block[] = [
      { is: 'table', head: [''], rows: [[{ text: '', links: [{ title: 'Letter', url }] }]] },
    ];
    expect(markdownOf(blocks)).not.toContain('](');
    expect(htmlOf(blocks)).not.toContain('<a ');
  });
});
