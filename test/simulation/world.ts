import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { openDatabase } from '../../src/app/database';
import { Refusal } from '../../src/base/refusal';
import { createSchema } from '../../src/delivery/endpoint/endpoint-schema';
import { Endpoints } from '../../src/delivery/endpoint/endpoints';
import { EndpointRegistration } from '../../src/delivery/endpoint/registration';
import { Replay } from '../../src/delivery/log/replay';
import { Claims } from '../../src/delivery/queue/claims';
import { readAgreement } from '../../src/domain/agreement/document/loader';
import { AlertPolicies } from '../../src/domain/alert/alert-policies';
import { AddAgreement } from '../../src/domain/change/amendment/addition';
import { factSchema } from '../../src/domain/change/facts/fact-request';
import { Facts } from '../../src/domain/change/facts/facts';
import { Signing } from '../../src/domain/change/signing/signing';
import { Sweep } from '../../src/domain/transition/sweep';
import type { StoreSettings } from '../../src/store/data-sources';
import { run } from '../../src/store/sql/sql';
import type { Store } from '../../src/store/store';
import { FakeClock } from '../support/fake-clock';
import { SeededRandomness } from '../support/seeded-randomness';
import { holdAlways, holdArrivals, holdAtRest, holdLedger, holdSchedule, same } from './invariants';
import { FATES } from './mortal-store';
import { MOODS, Network } from './network';
import { SimulatedProcess } from './process';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const YEAR = 365.25 * DAY;
const START = Date.parse('2026-01-01T00:00:00Z');
const RECEIVERS = ['https://a.example/hook', 'https://b.example/hook', 'https://c.example/hook'];

const AGREEMENT = `
id: pact
title: Pact
zone: Europe/Kyiv
parties: {a: {name: A}, b: {name: B}}
obligations:
  - {id: near, title: Near, due: within 5 days of signing}
  - {id: graced, title: Graced, due: within 40 days of signing, grace: 48 hours}
  - {id: hours, title: Hours, due: within 72 hours of near.fulfilled}
  - {id: after, title: After, obligor: [a, b], due: within 2 months of near.fulfilled}
  - {id: far, title: Far, due: within 300 days of signing}
  - {id: report, title: Report, due: every 1 month from signing until 2 years after signing}
  - {id: calm, title: Calm, holds: from signing until 30 days after signing}
`;
const OWED = ['near', 'graced', 'hours', 'after', 'far', 'calm'];

export interface Told {
  years: number;
  steps: number;
  faults: number;
  arrivals: number;
  /** Everything that happened, in one hash: the same seed gives the same. */
  trace: string;
}

/** The whole service in a world where time, chance, network, disk and death are the seed's. */
export class World {
  private readonly clock = new FakeClock(START);
  private readonly chance: SeededRandomness;
  private readonly network: Network;
  private readonly trace = createHash('sha256');
  private readonly acknowledged = new Set<string>();
  private store!: Store;
  private process_!: SimulatedProcess;
  private superseded: ReadonlySet<string> = new Set();
  private furthest = START;
  private elapsed = 0;
  private faults = 0;
  private steps = 0;
  private arrivals = 0;
  /** While it is off nothing fails: how a run begins and ends. */
  private hostile = false;

  constructor(
    private readonly settings: StoreSettings,
    readonly seed: number,
  ) {
    this.chance = new SeededRandomness(seed);
    this.network = new Network(() => this.clock.now(), this.chance);
  }

  /** Lives through at least so many simulated years, mends everything, and answers what happened. */
  async live(years: number): Promise<Told> {
    await this.open();
    for (const url of RECEIVERS) {
      await this.process_.parts.get(EndpointRegistration).create(createSchema.parse({ url }));
    }
    const agreement = readAgreement(AGREEMENT, 'the agreement');
    await this.process_.parts.get(AddAgreement).add(agreement, AGREEMENT);
    this.hostile = true;
    while (this.elapsed < years * YEAR) await this.step();
    await this.heal();
    await this.store.close();
    const { steps, faults, arrivals } = this;
    return { years: this.elapsed / YEAR, steps, faults, arrivals, trace: this.trace.digest('hex') };
  }

  private pick<T>(among: readonly T[]): T {
    return among[Math.floor(this.chance.fraction() * among.length)] as T;
  }

  private whole(least: number, most: number): number {
    return least + Math.floor(this.chance.fraction() * (most - least + 1));
  }

  private note(what: string): void {
    this.trace.update(`${this.clock.now()} ${what}\n`);
  }

  private async open(): Promise<void> {
    this.store = await openDatabase(this.settings, this.clock);
    await this.begin();
  }

  private fate<T extends string>(fates: readonly T[], oneIn: number): T | 'well' {
    if (!this.hostile || this.chance.fraction() * oneIn >= 1) return 'well';
    const fate = this.pick(fates);
    this.faults++;
    this.note(`fault ${fate}`);
    return fate;
  }

  /** A new process on the data that the last one left. */
  private async begin(): Promise<void> {
    jest.clearAllTimers();
    const { store, clock, chance: randomness, network } = this;
    this.process_ = new SimulatedProcess({
      store,
      clock,
      randomness,
      network,
      fateOfWrite: () => this.fate(FATES.slice(1), 40),
      fateOfPost: () => this.fate(['before', 'after'], 60),
    });
    const { store: mortal } = this.process_;
    // One that cannot start ends, and is started again.
    this.process_.start().catch(() => mortal.die());
    await this.settle();
    if (mortal.dead) await this.begin();
  }

  /** Until nothing happens any more without time passing. */
  private async settle(): Promise<void> {
    for (let still = 0; still < 3; still++) {
      const before = this.process_.store.activity;
      await setImmediate();
      if (this.process_.store.activity !== before) still = -1;
    }
  }

  private advance(milliseconds: number): void {
    this.clock.advance(milliseconds);
    this.elapsed += milliseconds;
    this.furthest = Math.max(this.furthest, this.clock.now());
    jest.advanceTimersByTime(milliseconds);
  }

  /** Time passes; whoever dies meanwhile is started again, and what wants to happen soon does. */
  private async pass(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
    for (let calm = 0; calm < 2; calm++) {
      await this.settle();
      if (this.process_.store.dead) {
        await this.begin();
        calm = -1;
      }
      const before = this.process_.store.activity;
      this.advance(25);
      await this.settle();
      if (this.process_.store.activity - before > 8) calm = -1;
    }
  }

  private async step(): Promise<void> {
    this.steps++;
    const doing = this.chance.fraction();
    if (doing < 0.55) await this.pass(await this.toNext());
    else if (doing < 0.65) await this.pass(this.whole(0, 30 * DAY));
    else if (doing < 0.7) this.jump();
    else if (doing < 0.78) this.network.moods.set(this.pick(RECEIVERS), this.pick(MOODS));
    else if (doing < 0.82) await this.die();
    else if (doing < 0.85) await this.repair();
    else await this.act();
    await this.settle();
    if (this.process_.store.dead) await this.begin();
    await this.check();
  }

  /** To the next instant at which something is due, or just beside it. */
  private async toNext(): Promise<number> {
    const { store } = this.process_;
    const asked = Promise.all([
      this.process_.parts.get(Sweep).nextWake(),
      this.process_.parts.get(Claims).nextInstant(),
    ]);
    await this.settle();
    // A process that died meanwhile answers never.
    if (store.dead) return 0;
    const [wake, send] = await asked;
    const next = Math.min(wake ?? Number.POSITIVE_INFINITY, send ?? Number.POSITIVE_INFINITY);
    const wait = Number.isFinite(next) ? next - this.clock.now() : DAY;
    return Math.max(0, wait + this.pick([0, 0, 0, -1, 1, 20, MINUTE]));
  }

  /** The clock is set, and no time has passed. */
  private jump(): void {
    this.faults++;
    this.clock.advance(this.pick([-HOUR, HOUR, -2 * DAY, -90_000, 9 * HOUR]));
    this.furthest = Math.max(this.furthest, this.clock.now());
  }

  /** A death at rest; one in four starts over from the file itself, migrations and all. */
  private async die(): Promise<void> {
    this.faults++;
    this.process_.store.dead = true;
    if (this.chance.fraction() < 0.25) {
      await this.settle();
      await this.store.close();
      await this.open();
    } else await this.begin();
  }

  /** An operator enables what was disabled and sends again what failed for good. */
  private async repair(): Promise<void> {
    const { parts } = this.process_;
    await this.ask(async () => {
      for (const { id, state } of await parts.get(Endpoints).list('', 100)) {
        if (state === 'disabled') await parts.get(Endpoints).change(id, { state: 'enabled' });
        await parts
          .get(Replay)
          .run(id, { what: 'failed', since: 0, until: Number.MAX_SAFE_INTEGER });
      }
    });
  }

  /** A person's request, half of the time in the midst of what the clock brings. */
  private async act(): Promise<void> {
    if (this.chance.fraction() < 0.5) this.advance(await this.toNext());
    const { parts } = this.process_;
    const doing = this.chance.fraction();
    if (doing < 0.3) {
      const date = this.day(this.whole(-20, 40));
      await this.ask(() => parts.get(Signing).set('pact', { date, hypothetical: true }));
    } else if (doing < 0.35) await this.ask(() => parts.get(Signing).clear('pact'));
    else if (doing < 0.7) {
      const was = `${this.pick(OWED)}.${this.pick(['fulfilled', 'fulfilled', 'waived', 'breached'])}`;
      const by = was.startsWith('after') ? { by: this.pick(['a', 'b']) } : {};
      const at = new Date(this.clock.now() - this.whole(0, 100) * HOUR).toISOString();
      await this.record({ was, at, ...by });
    } else if (doing < 0.85) {
      const { rows } = await this.store.read((tx) =>
        run<{ id: string }>(
          tx,
          "SELECT id FROM fact WHERE kind <> 'retracted' ORDER BY sequence",
          [],
        ),
      );
      const fact = this.pick(rows.slice(-8));
      if (fact !== undefined) await this.record({ retracts: fact.id });
    } else {
      const repeat = this.pick([null, { every: 'P3D', most: 4 }]);
      const rules = this.pick([[], [{ leads: ['P2D', 'P10D'], repeat }]]);
      await this.ask(() => parts.get(AlertPolicies).set('pact', { rules }, null));
    }
  }

  private day(days: number): string {
    return new Date(this.clock.now() + days * DAY).toISOString().slice(0, 10);
  }

  private async record(request: object): Promise<void> {
    const facts = this.process_.parts.get(Facts);
    await this.ask(async () => {
      const recorded = await facts.record('pact', [factSchema.parse(request)]);
      for (const { fact } of recorded.facts) this.acknowledged.add(fact.id);
    });
  }

  /** Refused is answered, and a process that dies answers nobody. */
  private async ask(work: () => Promise<unknown>): Promise<void> {
    const asked = work().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      this.note(`refused ${error.message}`);
    });
    let answered = false;
    void asked.finally(() => (answered = true)).catch(() => undefined);
    await this.settle();
    assert.ok(answered || this.process_.store.dead, 'a request is answered');
    if (answered) await asked;
  }

  private async check(): Promise<void> {
    await holdAlways(this.store, this.furthest);
    const arrived = this.network.arrivals.splice(0);
    this.arrivals += arrived.length;
    for (const { id, url, at } of arrived) this.note(`arrival ${id} ${url} ${at}`);
    this.superseded = await holdArrivals(this.store, arrived, this.superseded);
    await holdLedger(this.store, this.acknowledged);
    await holdSchedule(this.store, this.process_.parts, 'pact', this.furthest);
    this.note(`step ${this.steps} ${this.faults} ${this.network.posts}`);
  }

  /** Everything works again: what waits goes out, and nothing is left that was not delivered. */
  private async heal(): Promise<void> {
    this.hostile = false;
    this.network.moods.clear();
    if (this.clock.now() < this.furthest) this.advance(this.furthest - this.clock.now());
    await this.begin();
    for (let quiet = 0; quiet < 2; quiet++) {
      await this.repair();
      const next = await this.process_.parts.get(Claims).nextInstant();
      if (next !== undefined) quiet = -1;
      await this.pass(Math.max(MINUTE, next === undefined ? 0 : next - this.clock.now()));
      await this.check();
    }
    await holdAtRest(this.store);
    const { rows } = await this.store.read((tx) =>
      run(tx, "SELECT * FROM delivery WHERE state NOT IN ('delivered', 'superseded')", []),
    );
    same(rows, [], 'everything is delivered once its receiver is up');
  }
}
