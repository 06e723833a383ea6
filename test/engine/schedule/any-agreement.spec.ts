import fc from 'fast-check';
import { luxonZones } from '../../../src/base/zones';
import type { Agreement } from '../../../src/engine/compile/agreement';
import { compile } from '../../../src/engine/compile/compile';
import { type Portable, pack, unpack } from '../../../src/engine/compile/portable';
import type { Fact } from '../../../src/engine/model/fact';
import type { Milestone } from '../../../src/engine/model/milestone';
import { findings } from '../../../src/engine/review/findings';
import { schedule } from '../../../src/engine/schedule/schedule';
import { statusAt } from '../../../src/engine/status/status';
import { documentWith, facts, timing } from '../../support/any-agreement';
import { runs } from '../../support/runs';

const RUNS = runs(200, 7_000);
const DUE_SOON = { dueSoonMs: 14 * 86_400_000 };

/** Every agreement of the generator that compiles, with facts. */
function always(check: (agreement: Agreement, given: Fact[]) => void): void {
  let compiled = 0;
  fc.assert(
    fc.property(timing, timing, facts, (a, b, given) => {
      const result = compile(documentWith(a, b));
      if (!result.ok) return;
      compiled++;
      check(result.agreement, given);
    }),
    { numRuns: RUNS },
  );
  expect(compiled).toBeGreaterThan(RUNS / 5);
}

const scheduled = (agreement: Agreement, given: Fact[], derivations = true): Milestone[] =>
  schedule(agreement, given, { zones: luxonZones, derivations }).milestones;

describe('for random agreements and facts', () => {
  it('the schedule is reproducible, with an id for each milestone and no invalid date', () => {
    always((agreement, given) => {
      const milestones = scheduled(agreement, given);
      expect(scheduled(agreement, given)).toEqual(milestones);
      expect(new Set(milestones.map(({ id }) => id)).size).toBe(milestones.length);
      for (const { dueAt, startsAt, endsAt, opensAt, graceEndsAt } of milestones) {
        for (const at of [dueAt, startsAt, endsAt, opensAt, graceEndsAt]) {
          expect(Number.isFinite(at ?? 0)).toBe(true);
        }
      }
    });
  });

  it('the compiled form, sent as JSON, gives the same schedule', () => {
    always((agreement, given) => {
      const sent: Portable = JSON.parse(JSON.stringify(pack(agreement)));
      const arrived = unpack(sent, JSON.parse(JSON.stringify(agreement.document)));
      expect(scheduled(arrived, given)).toEqual(scheduled(agreement, given));
    });
  });

  it('the dates are the same with and without derivations', () => {
    always((agreement, given) => {
      const bare = scheduled(agreement, given, false).map((one) => ({ ...one, derivation: [] }));
      const full = scheduled(agreement, given).map((one) => ({ ...one, derivation: [] }));
      expect(bare).toEqual(full);
    });
  });

  it('a status stays until the next change that it names, and the number of changes is finite', () => {
    always((agreement, given) => {
      for (const milestone of scheduled(agreement, given, false)) {
        let at = Date.UTC(2020, 0, 1);
        for (let changes = 0; ; changes++) {
          const { nextChangeAt, since: _, ...now } = statusAt(milestone, at, DUE_SOON);
          if (nextChangeAt === undefined) break;
          expect(nextChangeAt).toBeGreaterThan(at);
          expect(statusAt(milestone, nextChangeAt - 1, DUE_SOON)).toMatchObject(now);
          expect(changes).toBeLessThan(60);
          at = nextChangeAt;
        }
      }
    });
  });

  it('its findings have texts', () => {
    always((agreement, given) => {
      for (const finding of findings(agreement, given, { zones: luxonZones })) {
        expect(finding.detail).not.toMatch(/undefined|NaN/);
      }
    });
  });
});
