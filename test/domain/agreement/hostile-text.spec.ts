import fc from 'fast-check';
import { Refusal } from '../../../src/base/refusal';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { parseDue, parseFalls } from '../../../src/engine/phrase/parse';
import { heldBytes, takenMs } from '../../support/effort';
import { runs } from '../../support/runs';

const PHRASES = runs(2_000, 1_000_000);
const DOCUMENTS = runs(800, 50_000);

/** What would be a hang, on a machine that may be busy or one that is not, and what tells a leak from the noise of a heap. */
const HANG_MS = process.env.PACTA_TORTURE ? 10 : 1_000;
const FLAT_BYTES = 40_000_000;

const word = fc.oneof(
  fc.constantFrom(
    'within',
    'days',
    'day',
    'of',
    'signing',
    'before',
    'after',
    'every',
    'until',
    '5',
    '1st',
    '-1',
  ),
  fc.constantFrom(
    '(',
    ')',
    'later',
    'earlier',
    'and',
    'or',
    'first',
    'last',
    'month',
    '2026-02-30',
    '99999999999999999999',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const phrase = fc.oneof(
  fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc
    .tuple(fc.constantFrom('(', 'later of (', 'within 1 day of '), fc.nat(2_000))
    .map(([part, times]) => part.repeat(times)),
);

const DOCUMENT = `id: a
title: A
zone: UTC
obligations: [{id: b, title: B, due: within 5 days of signing}]
`;
const piece = fc.oneof(
  fc.constantFrom(
    '&x ',
    '*x',
    '<<: *x',
    '!!js/function f',
    '!!binary aa',
    '? ',
    '- ',
    '{',
    '[',
    '"',
    '__proto__: ',
    '%YAML 1.1\n',
    '---\n',
  ),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const document = fc
  .tuple(fc.nat(DOCUMENT.length), fc.nat(20), fc.array(piece, { maxLength: 6 }))
  .map(([at, gone, put]) => DOCUMENT.slice(0, at) + put.join('') + DOCUMENT.slice(at + gone));

/** Whether it was refused; anything but a refusal fails the property. */
function refused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

describe('hostile text', () => {
  it(`${PHRASES} strings: the phrase parser returns a tree or a fault for each`, () => {
    let answered = 0;
    let slowest = 0;
    const held = heldBytes();
    fc.assert(
      fc.property(phrase, (text) => {
        slowest = Math.max(
          slowest,
          takenMs(HANG_MS, () => {
            answered += [parseDue(text), parseFalls(text)].filter((one) => 'ok' in one).length;
          }),
        );
      }),
      { numRuns: PHRASES },
    );
    expect(answered).toBeGreaterThanOrEqual(2 * PHRASES);
    expect(slowest).toBeLessThan(HANG_MS);
    expect(heldBytes() - held).toBeLessThan(FLAT_BYTES);
  }, 600_000);

  it(`${DOCUMENTS} documents: each is accepted or refused with its faults`, () => {
    let faulty = 0;
    fc.assert(
      fc.property(document, (text) => {
        if (refused(() => readAgreement(text, 'It'))) faulty += 1;
      }),
      { numRuns: DOCUMENTS },
    );
    expect(faulty).toBeGreaterThan(0);
  }, 600_000);

  it('refuses YAML aliases that expand to billions of values', () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x, x]'
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    );
    expect(() => readAgreement(`${levels.join('\n')}\n${DOCUMENT}`, 'It')).toThrow(Refusal);
  });
});
