import {
  freeId,
  outlineOf,
  withEntry,
  withEvent,
  withField,
  withForm,
  withoutEntry,
} from '../../web/state/new-agreement/yaml-document';

const COMMENTED = `# What was agreed in May
id: truce
title: A truce # the working title
zone: UTC
parties:
  a: {name: Arland}
obligations:
  # the first one
  - id: report
    title: Report # monthly
    obligor: a
    due: within 10 days of signing # art. 3
  - {id: visit, title: Visit, due: within 5 days of handover}
`;
const NOTHING = { parties: {}, events: {} };

describe('a document that cards and YAML share', () => {
  it('keeps its comments when fields, entries and events change', () => {
    const form = { ref: '3', who: 'Arland, Bergen', key: 'due', phrase: 'by 2027-01-01' } as const;
    const steps = withEvent(
      withForm(withField(COMMENTED, 'title', 'The truce'), 'report', { title: 'Reports', ...form }),
      'handover',
    );
    for (const comment of ['# What was agreed in May', '# the working title', '# the first one'])
      expect(steps).toContain(comment);
    expect(steps).toContain('title: Reports # monthly');
    expect(steps).toContain('due: by 2027-01-01 # art. 3');
    const outline = outlineOf(steps);
    expect(outline?.title).toBe('The truce');
    expect([...(outline?.parties ?? [])]).toEqual([
      ['a', 'Arland'],
      ['bergen', 'Bergen'],
    ]);
    expect(outline?.events).toEqual(new Set(['handover']));
    expect(outline?.entries[0]).toMatchObject({ obligors: ['a', 'bergen'], ref: '3', key: 'due' });
    expect(outline?.entries[1]).toMatchObject({ id: 'visit', phrase: 'within 5 days of handover' });
    expect(steps.indexOf('events:')).toBeLessThan(steps.indexOf('obligations:'));
  });

  it('gets an entry back at its place, with comments, once it was taken out', () => {
    const { yaml, taken } = withoutEntry(COMMENTED, 'report', { parties: { a: {} }, events: {} });
    expect(outlineOf(yaml)?.entries.map(({ id }) => id)).toEqual(['visit']);
    expect(outlineOf(yaml)?.parties.size).toBe(0);
    const parties = { a: { name: 'Arland' } };
    const back = withEntry(yaml, taken, [''], { parties, events: {} });
    expect(outlineOf(back)).toEqual(outlineOf(COMMENTED));
    expect(back).toContain('title: Report # monthly');
  });

  it('drops of a draft only what no other entry names', () => {
    const events = { handover: { title: 'Handover' }, hand: { title: 'Hand' } };
    const entry = 'id: x\ntitle: X\ndue: within 2 days of handover\n';
    const added = withEntry(COMMENTED, entry, ['report'], { ...NOTHING, events });
    expect(outlineOf(added)?.events).toEqual(new Set(['handover']));
    expect(outlineOf(added)?.entries.map(({ id }) => id)).toEqual(['report', 'x', 'visit']);
    const one = withoutEntry(added, 'x', { ...NOTHING, events }).yaml;
    expect(outlineOf(one)?.events).toEqual(new Set(['handover']));
    expect(outlineOf(withoutEntry(one, 'visit', { ...NOTHING, events }).yaml)?.events.size).toBe(0);
  });

  it.each([
    ['a broken flow', 'id: [a', undefined],
    ['a list', '- a', undefined],
    ['nothing', '', []],
    ['an alias of nothing', 'a: *b', undefined],
    ['parties that are none', 'parties: 5', []],
    [
      'entries that are none',
      'obligations: [1, {id: a, title: {en: A, uk: Б}, due: 3}]',
      ['', 'a'],
    ],
  ])('is read as far as it goes: %s', (_, yaml, ids) => {
    expect(outlineOf(yaml)?.entries.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['Prisoners & wounded', 'prisoners-wounded'],
    ['Вибори', 'entry'],
    ['Report', 'report-2'],
    ['14 days', 'entry'],
  ])('names an entry "%s" %s', (title, id) => {
    expect(freeId(title, 'entry', new Set(['report']))).toBe(id);
  });
});
