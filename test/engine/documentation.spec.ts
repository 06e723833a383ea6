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
import type { Fact } from '../../src/engine/model/fact';
import * as phrases from '../../src/engine/phrase/parse';
import { findings } from '../../src/engine/review/findings';
import { schedule } from '../../src/engine/schedule/schedule';
import { fact, milestonesOf } from '../support/agreements';

const page = (name: string): string =>
  readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');

/** A line of a facts file. */
interface FactLine {
  event?: string;
  was?: string;
  at: string;
  ordinal?: number;
}

function factOf({ event, was = '', at, ordinal }: FactLine, zone: string): Fact {
  const made = fact(event ?? was, at, ordinal === undefined ? {} : { ordinal });
  const { instant } = made;
  return instant === undefined ? made : { ...made, day: luxonZones.localOf(instant, zone).day };
}

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

describe('the chains of notices in docs/language.md', () => {
  const [, section = ''] = page('language.md').split('\n## Notice, cure and response\n');
  const [chains = ''] = section.split('\n## ');
  const blocks = [...chains.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
  const tables = chains.split('\n| milestone | day |\n').slice(1);

  it('are four', () => {
    expect([blocks.length, tables.length]).toEqual([8, 4]);
  });

  it.each(
    tables.map(
      (table, i) =>
        [
          /id: (.+)/.exec(blocks[2 * i] ?? '')?.[1],
          blocks[2 * i],
          blocks[2 * i + 1],
          table,
        ] as const,
    ),
  )('are accepted by check and give the days shown: %s', (_, yaml = '', lines = '', table) => {
    const agreement = readAgreement(yaml, 'docs/language.md');
    const { zone } = agreement.document;
    const facts = (parse(lines) as FactLine[]).map((line) => factOf(line, zone));
    const context = { zones: luxonZones, calendars: workingCalendars() };
    // That days can be counted inclusively is a question about every short period.
    const found = findings(agreement, facts, context).filter(
      ({ severity, kind }) => severity !== 'note' && kind !== 'inclusive-count',
    );
    expect(found).toEqual([]);
    const { milestones } = schedule(agreement, facts, context);
    const rows = [...table.matchAll(/^\| `(.+)` \| (\S+?)(, discharged)? \|$/gm)];
    expect(rows.length).toBeGreaterThan(1);
    for (const [, name, day, discharged] of rows) {
      const one = milestones.find(({ id }) => id === `${agreement.document.id}/${name}`);
      expect([name, formatDay(one?.dueOn ?? one?.opensOn ?? 0)]).toEqual([name, day]);
      expect(one?.outcome.dischargedAt !== undefined).toBe(discharged !== undefined);
    }
  });

  it('leave the entry into force undated once objections are recorded', () => {
    const agreement = readAgreement(blocks[4] ?? '', 'docs/language.md');
    const facts = [fact('objections', '2022-04-01')];
    const { milestones } = schedule(agreement, facts, { zones: luxonZones });
    expect(milestones.map(({ dueOn, waitsFor }) => [dueOn && formatDay(dueOn), waitsFor])).toEqual([
      ['2022-05-01', []],
      [undefined, ['acceptance.came']],
    ]);
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
