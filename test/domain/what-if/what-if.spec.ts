import fc from 'fast-check';
import { scheduleContext } from '../../../src/domain/agreement/calendars';
import { readAssumption } from '../../../src/domain/what-if/assumption';
import { outlook } from '../../../src/domain/what-if/outlook';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import type { Agreement } from '../../../src/engine/compile/agreement';
import { compile } from '../../../src/engine/compile/compile';
import type { Fact } from '../../../src/engine/model/fact';
import { schedule } from '../../../src/engine/schedule/schedule';
import type { Assumption } from '../../../src/engine/what-if/assume';
import { documentWith, facts, timing } from '../../support/any-agreement';
import { tryCases } from '../../support/cases';

const CASES = { usual: 300, torture: 30_000 };

const day = fc.integer({ min: 20_000, max: 21_000 }).map(formatDay);
const party = fc.constantFrom('x', 'y');
const assumed = fc.oneof(
  day.map((on) => `signing:${on}`),
  day.map((on) => `crisis:${on}`),
  fc.tuple(party, day).map(([by, on]) => `deposit@${by}:${on}`),
  fc
    .tuple(
      fc.constantFrom('a', 'b', 'exit', 'truce'),
      fc.constantFrom('fulfilled', 'breached', 'ended', 'waived'),
      day,
    )
    .map(([path, moment, on]) => `${path}.${moment}:${on}`),
  fc.tuple(fc.nat(5), day).map(([n, on]) => `report#${n + 1}:${on}`),
);
const texts = fc.uniqueArray(assumed, {
  maxLength: 4,
  selector: (text) => text.slice(0, text.indexOf(':')),
});

function readAll(agreement: Agreement, written: readonly string[]): Assumption[] {
  return written.map((text, i) => {
    const read = readAssumption(text, agreement, `/assume/${i}`);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    return read.assumption;
  });
}

/** What somebody does who makes it real: takes back what it contradicts, and records it. */
function applied(recorded: readonly Fact[], written: readonly string[]): Fact[] {
  let ledger = [...recorded];
  for (const [i, text] of written.entries()) {
    const [subject = '', on = ''] = text.split(':');
    const [path = '', moment] = subject.split('.');
    const [bare = '', by] = path.split('@');
    const [name = '', number] = bare.split('#');
    const kind =
      moment ?? (['signing', 'crisis', 'deposit'].includes(name) ? 'occurred' : 'fulfilled');
    const fact = {
      id: `assumed-${i + 1}`,
      kind,
      subject: name,
      day: Date.parse(`${on}T00:00:00Z`) / 86_400_000,
      hypothetical: true,
      ...(by === undefined ? {} : { by }),
      ...(number === undefined ? {} : { ordinal: Number(number) }),
    } as Fact;
    if (kind !== 'breached') {
      ledger = ledger.filter(
        (one) =>
          one.id.startsWith('assumed-') ||
          one.kind !== kind ||
          one.subject !== name ||
          (by !== undefined && one.by !== by) ||
          (number !== undefined && one.ordinal !== Number(number)),
      );
    }
    ledger.push(fact);
  }
  return ledger;
}

describe('a what-if', () => {
  it('equals the schedule after everything assumed is recorded', () => {
    let differ = 0;
    tryCases(
      'a what-if is the real change',
      CASES,
      fc.property(timing, timing, facts, texts, (a, b, recorded, written) => {
        const result = compile(documentWith(a, b));
        if (!result.ok) return;
        const { agreement } = result;
        const would = outlook(agreement, recorded, readAll(agreement, written), false, 0);
        const is = schedule(agreement, applied(recorded, written), scheduleContext(0));
        expect(would.milestones).toEqual(is.milestones);
        const was = schedule(agreement, recorded, scheduleContext(0));
        if (JSON.stringify(was.milestones) !== JSON.stringify(is.milestones)) differ++;
      }),
    );
    expect(differ).toBeGreaterThan(0);
  });

  it('puts a delayed fulfilment that many days after its due day', () => {
    tryCases(
      'a delay counts from the final due day',
      CASES,
      fc.property(
        timing,
        facts,
        day,
        fc.nat(60),
        fc.boolean(),
        (a, recorded, on, late, chained) => {
          const plain = { due: 'within 10 days of exit.fulfilled' };
          const result = compile(
            documentWith(plain, chained ? { due: 'within 5 days of a.fulfilled' } : a),
          );
          if (!result.ok) return;
          const { agreement } = result;
          const written = [`signing:${on}`, `a:+P${late}D`, 'exit:+P3D'];
          const given = recorded.filter(({ kind }) => kind !== 'extended');
          const would = outlook(agreement, given, readAll(agreement, written), false, 0);
          const of = (path: string) => would.milestones.find((one) => one.path === path);
          const done = (path: string) =>
            would.facts.find((fact) => fact.subject === path && fact.kind === 'fulfilled');
          expect(done('exit')?.day).toBe((of('exit')?.dueOn as number) + 3);
          expect(of('a')?.dueOn).toBe((done('exit')?.day as number) + 10);
          expect(done('a')?.day).toBe((of('a')?.dueOn as number) + late);
          if (chained) expect(of('b')?.dueOn).toBe((done('a')?.day as number) + 5);
        },
      ),
    );
  });
});

describe('an assumption', () => {
  const agreement = (() => {
    const result = compile(
      documentWith({ due: 'undated' }, { due: 'within 5 days of signing', 'for each': 'states' }),
    );
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    return result.agreement;
  })();
  const faultsOf = (text: string): string[] => {
    const read = readAssumption(text, agreement, '/assume/0');
    return 'faults' in read ? read.faults.map(({ detail }) => detail) : [];
  };

  it.each([
    ['exit', '"exit" is not an assumption'],
    ['exti:P3D', '"exti" is not an event, obligation or phase; did you mean "exit"?'],
    ['cirsis:2026-01-01', '"cirsis" is not an event, obligation or phase; did you mean "crisis"?'],
    ['exit.fulfiled:P3D', '"fulfiled" cannot be assumed of "exit"; did you mean "fulfilled"?'],
    ['exit:2026-02-30', '"2026-02-30" is not a date'],
    ['exit:P', '"P" is not a date'],
    ['b@someone:P3D', '"someone" is not a party'],
    ['a:P3D', '"a" has no due date that a delay could be added to'],
  ])('%s is refused: %s', (text, detail) => {
    expect(faultsOf(text)).toEqual([detail]);
  });

  it.each([
    'exit:P1Y2M3W4D',
    'exit:-P7D',
    'exit: P7D',
    'b@x.fulfilled:2026-01-01',
    'report#2:P1D',
    'crisis:2026-01-01T10:00:00 02:00',
  ])('%s is accepted', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});
