import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { luxonZones } from '../../src/base/zones';
import { workingCalendars } from '../../src/domain/agreement/calendars';
import { readAgreement } from '../../src/domain/agreement/document/loader';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import { CONVENTIONS } from '../../src/engine/counting/conventions';
import { dateOf } from '../../src/engine/date-of';
import type { AgreementDocument, Obligation } from '../../src/engine/model/document';
import * as phrases from '../../src/engine/phrase/parse';
import { schedule } from '../../src/engine/schedule/schedule';
import { fact, milestonesOf } from '../support/agreements';

const page = (name: string): string =>
  readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');

const PARSERS: Readonly<Record<string, (text: string) => { ok: boolean }>> = {
  due: phrases.parseDue,
  holds: phrases.parseHolds,
  falls: phrases.parseFalls,
  opens: phrases.parseOpens,
  when: phrases.parseCondition,
  unless: phrases.parseCondition,
  renews: phrases.parseRenews,
  extends: phrases.parseExtends,
  pauses: phrases.parsePauses,
  reverts: phrases.parseReverts,
};

describe('docs/language.md', () => {
  const text = page('language.md');
  const said = [...text.matchAll(/`([a-z]+): ([^`[\n]+)`/g)]
    .map(([, key, phrase]) => [key as string, phrase as string] as const)
    .filter(([key]) => key in PARSERS);

  it('has phrases of every kind', () => {
    expect(new Set(said.map(([key]) => key))).toEqual(new Set(Object.keys(PARSERS)));
  });

  it.each(said)('shows a phrase that is one: %s: %s', (key, phrase) => {
    expect(PARSERS[key]?.(phrase)).toMatchObject({ ok: true });
  });

  it.each([...text.matchAll(/`((?:cases|for each|supersedes): [^`]+)`/g)].map(([, one]) => [one]))(
    'shows keys as a document holds them: %s',
    (written) => {
      const timing = parse(written as string) as Partial<Obligation>;
      expect(Object.keys(timing)).toHaveLength(1);
      for (const [key, phrase] of (timing.cases ?? []).flatMap((one) => Object.entries(one))) {
        expect(PARSERS[key]?.(phrase as string)).toMatchObject({ ok: true });
      }
      for (const id of [timing['for each'] ?? [], timing.supersedes ?? []].flat()) {
        expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    },
  );

  it('names a text for every pattern', () => {
    const table = text.split('## Patterns, each from a real agreement')[1]?.split('\n## ')[0] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
    expect(rows.length).toBeGreaterThan(35);
    for (const row of rows) expect(row.split(' | ').at(-1)).toMatch(/[A-Z0-9]/);
  });

  it('shows the Dayton timetable, which gives the days that its handbook printed', () => {
    const [document, facts] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) =>
      parse(yaml as string),
    );
    const happened = (facts as { event: string; at: string }[]).map(({ event, at }) =>
      fact(event, at),
    );
    const dates = milestonesOf(document as AgreementDocument, happened);
    const days = Object.values(dates).map((one) => formatDay((one.dueOn ?? one.opensOn) as number));
    expect(days).toEqual(['1996-01-13', '1996-01-19', '1996-02-03', '1996-04-18', '1996-03-20']);
  });
});

describe('docs/counting.md', () => {
  it('defines a convention of its own, which gives the dates shown', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page('counting.md')) ?? [];
    const context = { zones: luxonZones, calendars: workingCalendars() };
    const { milestones } = schedule(readAgreement(yaml, 'docs/counting.md'), [], context);
    expect(milestones.map(({ dueOn }) => formatDay(dueOn ?? 0))).toEqual([
      '2025-05-30',
      '2025-08-29',
      '2025-11-28',
      '2026-02-27',
      '2026-02-27',
    ]);
  });

  const sections = page('counting.md')
    .split('\n## ')
    .slice(1)
    .filter((section) => CONVENTIONS.has(section.split('\n')[0] ?? ''));

  it('has a table for every convention', () => {
    const names = sections.map((section) => section.split('\n')[0]);
    expect(new Set(names)).toEqual(new Set(CONVENTIONS.keys()));
  });

  it.each(sections.map((section) => [section.split('\n')[0] as string, section]))(
    '%s is as its data says, and its example comes to the day shown',
    (convention, section) => {
      const match = /\*\*Example\.\*\* `([^`]+)`(?: \((.*?)\))?: \*\*([\d-]+)\*\*/.exec(section);
      const [, phrase = '', given = '', expected] = match ?? [];
      const found = dateOf(
        {
          phrase,
          convention,
          holidays: given.match(/\d{4}-\d{2}-\d{2}/g) ?? [],
          ...(given.includes('no roll') ? { roll: false } : {}),
          ...(given.includes('weekend Friday and Saturday') ? { weekend: [5, 6] } : {}),
        },
        luxonZones,
      );
      expect(found.ok && formatDay(found.answer.dueOn)).toBe(expected);
      const { trigger, months, roll, working, hours } =
        CONVENTIONS.get(convention)?.citations ?? {};
      for (const citation of [trigger, months, roll, working, hours]) {
        expect(section).toContain(citation);
      }
    },
  );
});
