import { forPublic } from '../../src/access/public-view';

describe('what the public is shown', () => {
  it('names no actor and lets none be guessed from a hash', () => {
    const fact = {
      id: 'f',
      actor: 'desk',
      hash: 'ab',
      previousHash: null,
      evidence: [{ hash: 'c' }],
    };
    const shown = {
      id: 'f',
      actor: null,
      hash: null,
      previousHash: null,
      evidence: [{ hash: 'c' }],
    };
    expect(forPublic({ items: [fact] })).toEqual({ items: [shown] });
  });

  it('leaves internal notes out, wherever they stand', () => {
    const note = { id: 'n', internal: true, note: 'secret' };
    expect(forPublic({ items: [note, { id: 'o', internal: false }], last: note })).toEqual({
      items: [{ id: 'o', internal: false }],
      last: null,
    });
    expect(forPublic(note)).toBeNull();
  });

  it('leaves out what people answered to alerts', () => {
    expect(forPublic({ state: 'acknowledged', answers: [{ note: 'x' }] })).toEqual({
      state: 'acknowledged',
      answers: [],
    });
  });
});
