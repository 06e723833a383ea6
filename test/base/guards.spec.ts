import { readFileSync } from 'node:fs';
import { errorCode, isRecord } from '../../src/base/guards';

describe('type guards', () => {
  it.each([
    { value: {}, expected: true },
    { value: { a: 1 }, expected: true },
    { value: new Error('x'), expected: true },
    { value: [], expected: false },
    { value: null, expected: false },
    { value: undefined, expected: false },
    { value: 'text', expected: false },
    { value: () => 1, expected: false },
  ])('isRecord($value) is $expected', ({ value, expected }) => {
    expect(isRecord(value)).toBe(expected);
  });

  it('errorCode reads the code of a Node error', () => {
    let thrown: unknown;
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      thrown = error;
    }
    expect(errorCode(thrown)).toBe('ENOENT');
    for (const other of [new Error('x'), 'ENOENT', null, { code: 5 }]) {
      expect(errorCode(other)).toBeUndefined();
    }
  });
});
