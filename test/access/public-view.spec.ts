import { forPublic } from '../../src/access/public-view';

describe('the public view', () => {
  it('has no actor, and no hash from which one could be guessed', () => {
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

  it('has no internal note, at any depth', () => {
    const note = { id: 'n', internal: true, note: 'secret' };
    expect(forPublic({ items: [note, { id: 'o', internal: false }], last: note })).toEqual({
      items: [{ id: 'o', internal: false }],
      last: null,
    });
    expect(forPublic(note)).toBeNull();
  });

  it('has no answers to alerts', () => {
    expect(forPublic({ state: 'acknowledged', answers: [{ note: 'x' }] })).toEqual({
      state: 'acknowledged',
      answers: [],
    });
  });

  it('has no name of who judged progress, at any depth', () => {
    const row = (judgedBy: string | null) => ({ progress: { level: 2, judgedBy } });
    expect(forPublic({ scenarios: [{ milestones: [row('Anna')] }] })).toEqual({
      scenarios: [{ milestones: [row(null)] }],
    });
  });

  it('has no messages about answers to alerts and about webhooks', () => {
    const message = (type: string) => ({ cursor: '0.1', type, data: { note: 'x' } });
    const told = message('milestone.overdue');
    const items = [message('alert.acknowledged'), told, message('endpoint.disabled')];
    expect(forPublic({ items, next: '0.3' })).toEqual({ items: [told], next: '0.3' });
  });
});
