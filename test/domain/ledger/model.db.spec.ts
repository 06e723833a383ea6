import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '../../../src/base/refusal';
import { examineMilestones } from '../../../src/doctor/milestones';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { Amendments } from '../../../src/domain/change/amendment/amendments';
import { Facts } from '../../../src/domain/change/facts/facts';
import { Signing } from '../../../src/domain/change/signing/signing';
import { MilestoneRow } from '../../../src/domain/milestone/milestone.entity';
import { statusOfRow } from '../../../src/domain/milestone/milestone-row';
import { formatDay } from '../../../src/engine/calendar/epoch-day';
import { selectRows } from '../../../src/store/sql/rows';
import { Store } from '../../../src/store/store';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { figure } from '../../support/figures';
import { runs } from '../../support/runs';
import { startTestService, type TestService } from '../../support/service';

const DAY = 86_400_000;
/** The first day of every run, 2026-01-01. */
const FIRST = Date.parse('2026-01-01T00:00:00Z') / DAY;
const FIXED = FIRST + 40;

/** What an amendment may change: how long a period is, and whether there is another obligation at all. */
interface Text {
  period: number;
  fixed: boolean;
}
const WRITTEN: Text = { period: 30, fixed: true };

const document = (id: string, { period, fixed }: Text): string => `
id: ${id}
title: Model
zone: UTC
obligations:
  - {id: counted, title: Counted, due: within ${period} days of signing, extends: by agreement}
${fixed ? `  - {id: fixed, title: Fixed, due: by ${formatDay(FIXED)}}\n` : ''}`;

type Path = 'counted' | 'fixed';
type Kind = 'fulfilled' | 'extended' | 'suspended' | 'resumed';
interface Said {
  kind: Kind;
  path: Path;
  /** Days since 1970-01-01. */
  day: number;
  /** Of an extension: how many days. */
  by: number;
  tolling: boolean;
}

/** What is known, as plainly as it can be said: a list of what was said, and days counted on fingers. */
interface Model {
  now: number;
  signed: number | undefined;
  said: (Said & { id: string })[];
  /** Amendments that stand, in the order made. */
  amended: (Text & { id: string })[];
}

const text = ({ amended }: Model): Text => amended.at(-1) ?? WRITTEN;
const paths = (model: Model): Path[] => (text(model).fixed ? ['counted', 'fixed'] : ['counted']);

const of = ({ said }: Model, path: Path, kind: Kind) =>
  said.filter((one) => one.path === path && one.kind === kind);

function pauses(model: Model, path: Path): { from: number; to?: number; tolling: boolean }[] {
  const found: { from: number; to?: number; tolling: boolean }[] = [];
  const turns = [...of(model, path, 'suspended'), ...of(model, path, 'resumed')];
  for (const { kind, day, tolling } of turns.sort((a, b) => a.day - b.day)) {
    const last = found.at(-1);
    const open = last !== undefined && last.to === undefined;
    if (kind === 'suspended' && !open) found.push({ from: day, tolling });
    if (kind === 'resumed' && open) last.to = day;
  }
  return found;
}

/** The last day; undefined while it has none. */
function dueOn(model: Model, path: Path): number | undefined {
  const start = path === 'fixed' ? undefined : model.signed;
  if (path === 'counted' && start === undefined) return undefined;
  let due = path === 'fixed' ? FIXED : (start as number) + text(model).period;
  for (const { from, to, tolling } of pauses(model, path)) {
    const since = start === undefined ? from : Math.max(from, start);
    if (!tolling) continue;
    if (since > due) break;
    if (to === undefined) return undefined;
    if (to > since) due += to - since;
  }
  for (const { by } of of(model, path, 'extended')) due += by;
  return due;
}

function status(model: Model, path: Path): string {
  const due = dueOn(model, path);
  const at = model.now;
  const done = of(model, path, 'fulfilled')[0]?.day;
  const dueAt = due === undefined ? Number.POSITIVE_INFINITY : (due + 1) * DAY;
  if (done !== undefined && done * DAY <= at) return done * DAY >= dueAt ? 'met-late' : 'met';
  const day = Math.floor(at / DAY);
  if (pauses(model, path).some(({ from, to }) => from <= day && (to === undefined || day < to)))
    return 'suspended';
  if (due === undefined) return 'undated';
  if (at >= dueAt) return 'overdue';
  return at >= dueAt - 7 * DAY ? 'due-soon' : 'upcoming';
}

/** What the service must answer to something said. */
function expected(model: Model, said: Said): 'recorded' | 'same' | 'refused' {
  const { kind, path, day } = said;
  if (day * DAY > model.now || !paths(model).includes(path)) return 'refused';
  const alike = (one: Said) =>
    one.day === day &&
    (kind !== 'extended' || one.by === said.by) &&
    (kind !== 'suspended' || one.tolling === said.tolling);
  if (of(model, path, kind).some(alike)) return 'same';
  const done = of(model, path, 'fulfilled')[0]?.day;
  if (done !== undefined && (kind === 'fulfilled' || done <= day)) return 'refused';
  const paused = pauses(model, path).some(
    ({ from, to }) => from <= day && (to === undefined || day < to),
  );
  if (kind === 'suspended') return paused ? 'refused' : 'recorded';
  if (kind === 'resumed') return paused ? 'recorded' : 'refused';
  return 'recorded';
}

interface Real {
  id: string;
  /** The clock was set back: what was judged before then is of a time that has not come again. */
  setBack?: boolean;
  service: TestService;
  clock: FakeClock;
}

function rowsOf({ id, service }: Real): Promise<MilestoneRow[]> {
  const tail = 'WHERE agreement_id = ? AND dropped_at IS NULL ORDER BY position';
  return service.app.get(Store).read((tx) => selectRows(tx, MilestoneRow, tail, [id]));
}

/** What the doctor computes anew is what is stored. */
async function expectSound({ id, service, clock }: Real): Promise<void> {
  const store = service.app.get(Store);
  const { wrong } = await store.read((tx) => examineMilestones(tx, id, clock.now()));
  equal(JSON.stringify(wrong.map(({ differences }) => differences)), '[]');
}

abstract class Command implements fc.AsyncCommand<Model, Real> {
  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    await this.act(model, real);
    const found = (await rowsOf(real)).map((row) => ({
      dueOn: row.dueOn ?? undefined,
      status: statusOfRow(row, model.now).status as string,
    }));
    const wanted = paths(model).map((path) => ({
      dueOn: dueOn(model, path),
      status: status(model, path),
    }));
    equal(JSON.stringify(found), JSON.stringify(wanted));
  }

  protected abstract act(model: Model, real: Real): Promise<void>;
}

class Say extends Command {
  constructor(
    private readonly what: Omit<Said, 'day'>,
    private readonly ago: number,
  ) {
    super();
  }

  protected override async act(model: Model, real: Real): Promise<void> {
    await this.say(model, real);
  }

  /** The fact, where it was recorded. */
  protected async say(model: Model, { id, service }: Real): Promise<string | undefined> {
    const said = { ...this.what, day: Math.floor(model.now / DAY) - this.ago };
    const { kind, path, day, by, tolling } = said;
    const more =
      kind === 'extended' ? { for: `${by} days` } : kind === 'suspended' ? { tolling } : {};
    const request = { was: `${path}.${kind}`, at: formatDay(day), ...more };
    const defaults = { about: false, hypothetical: false, internal: false };
    const answer = await service.app
      .get(Facts)
      .record(id, [{ ...request, ...defaults }])
      .catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      });
    const [recorded] = answer?.facts ?? [];
    const told = recorded === undefined ? 'refused' : recorded.same ? 'same' : 'recorded';
    equal(told, expected(model, said));
    if (told !== 'recorded') return undefined;
    model.said.push({ ...said, id: recorded?.fact.id as string });
    return recorded?.fact.id;
  }

  override toString(): string {
    return `${this.what.path}.${this.what.kind} ${this.ago} days ago (${this.what.by}, ${this.what.tolling})`;
  }
}

/** What is recorded and taken back again leaves every answer as it was. */
class Regret extends Say {
  protected override async act(model: Model, real: Real): Promise<void> {
    const answer = async () =>
      (await rowsOf(real)).map((row) => {
        const { dueOn: day, dueAt, waitsFor, outcome } = row;
        return { day, dueAt, waitsFor, outcome, ...statusOfRow(row, model.now) };
      });
    const before = await answer();
    const id = await this.say(model, real);
    if (id === undefined) return;
    await real.service.app.get(Facts).record(real.id, [{ retracts: id }]);
    model.said = model.said.filter((one) => one.id !== id);
    equal(JSON.stringify(await answer()), JSON.stringify(before));
  }

  override toString(): string {
    return `${super.toString()}, and take it back`;
  }
}

class Amend extends Command {
  constructor(private readonly amended: Text) {
    super();
  }

  protected override async act(model: Model, { id, service }: Real): Promise<void> {
    const source = document(id, this.amended);
    const agreement = readAgreement(source, 'The document', { id });
    const applied = await service.app
      .get(Amendments)
      .amend(agreement, source, {}, async (done) => done);
    const { period, fixed } = text(model);
    const same = period === this.amended.period && fixed === this.amended.fixed;
    equal(applied === undefined, same);
    const made = applied?.recorded[0]?.id;
    if (made !== undefined) model.amended.push({ ...this.amended, id: made });
  }

  override toString(): string {
    return `amend to ${this.amended.period} days${this.amended.fixed ? '' : ', without the fixed one'}`;
  }
}

class Unamend extends Command {
  constructor(private readonly nth: number) {
    super();
  }

  protected override async act(model: Model, { id, service }: Real): Promise<void> {
    const one = model.amended[this.nth % Math.max(1, model.amended.length)];
    if (one === undefined) return;
    await service.app.get(Facts).record(id, [{ retracts: one.id }]);
    model.amended = model.amended.filter((other) => other !== one);
  }

  override toString(): string {
    return `undo the amendment at ${this.nth}`;
  }
}

class Retract extends Command {
  constructor(private readonly nth: number) {
    super();
  }

  protected override async act(model: Model, { id, service }: Real): Promise<void> {
    const fact = model.said[this.nth % Math.max(1, model.said.length)];
    if (fact === undefined) return;
    await service.app.get(Facts).record(id, [{ retracts: fact.id }]);
    model.said = model.said.filter((one) => one !== fact);
  }

  override toString(): string {
    return `retract the one at ${this.nth}`;
  }
}

class Sign extends Command {
  constructor(private readonly day: number | undefined) {
    super();
  }

  protected override async act(model: Model, { id, service }: Real): Promise<void> {
    const signing = service.app.get(Signing);
    if (this.day === undefined) await signing.clear(id);
    else await signing.set(id, { date: formatDay(FIRST + this.day), hypothetical: true });
    model.signed = this.day === undefined ? undefined : FIRST + this.day;
  }

  override toString(): string {
    return this.day === undefined ? 'take the signing back' : `sign on day ${this.day}`;
  }
}

class Turn extends Command {
  constructor(private readonly hours: number) {
    super();
  }

  protected override async act(model: Model, real: Real): Promise<void> {
    const { clock, service } = real;
    clock.advance(this.hours * 3_600_000);
    model.now = clock.now();
    if (this.hours > 0) await service.sweep();
    else real.setBack = true;
  }

  override toString(): string {
    return `turn the clock by ${this.hours} hours`;
  }
}

const saying = fc.record({
  kind: fc.constantFrom<Kind>('fulfilled', 'extended', 'suspended', 'suspended', 'resumed'),
  path: fc.constantFrom<Path>('counted', 'fixed'),
  by: fc.integer({ min: 1, max: 3 }),
  tolling: fc.boolean(),
  ago: fc.integer({ min: -1, max: 30 }),
});
const say = saying.map(({ ago, ...what }) => new Say(what, ago));
const commands = [
  say,
  say,
  saying.map(({ ago, ...what }) => new Regret(what, ago)),
  fc
    .record({ period: fc.constantFrom(10, 30, 50), fixed: fc.boolean() })
    .map((amended) => new Amend(amended)),
  fc.nat(5).map((nth) => new Unamend(nth)),
  fc.nat(20).map((nth) => new Retract(nth)),
  fc.option(fc.integer({ min: -20, max: 40 }), { nil: undefined }).map((day) => new Sign(day)),
  fc.integer({ min: -200, max: 700 }).map((hours) => new Turn(hours)),
];

describeStored(`the ledger against a naive model on ${DATABASE}`, () => {
  const clock = new FakeClock(FIRST * DAY);
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());

  it('agrees with it on every date and status after random facts, retractions, signings and amendments', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 15 }), async (script) => {
        // Every run has an agreement of its own; what earlier ones left is swept away now and then.
        if (run % 50 === 0) await service.clear();
        const start = (FIRST + 20) * DAY + 12 * 3_600_000;
        clock.set(new Date(start).toISOString());
        const id = `model-${++run}`;
        await service.call('POST', '/v1/agreements', document(id, WRITTEN));
        const real: Real = { id, service, clock };
        await fc.asyncModelRun(
          () => ({
            model: { now: start, signed: undefined, said: [], amended: [] } as Model,
            real,
          }),
          script,
        );
        if (!real.setBack) await expectSound(real);
      }),
      { numRuns: runs(DATABASE === 'postgres' ? 20 : 80, DATABASE === 'postgres' ? 400 : 10_000) },
    );
    figure(21, `${run} scripts of random commands against a model, ${DATABASE}: divergences 0`);
  }, 3_600_000);
});
