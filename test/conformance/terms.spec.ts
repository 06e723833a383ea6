import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { luxonZones } from '../../src/base/zones';
import { formatDay } from '../../src/engine/calendar/epoch-day';
import { CONVENTIONS } from '../../src/engine/counting/conventions';
import { schedule } from '../../src/engine/schedule/schedule';
import { compiled } from '../support/agreements';
import { replay } from '../support/replay';
import { factOf } from '../support/told-schedule';

/** A term as its text gives it, with what was recorded, and the last day that was published or follows. */
interface Row {
  id: string;
  agreement: string;
  zone: string;
  counting: string;
  holds?: string;
  falls?: string;
  renews?: string;
  facts: string[];
  endsOn?: string;
  dueOn?: string;
}

const ROWS: Row[] = JSON.parse(readFileSync(join(__dirname, 'terms.json'), 'utf8'));

describe('the conformance data of terms', () => {
  it.each(ROWS.map((row) => [row.id, row.agreement, row] as const))(
    '%s: %s',
    (_id, _title, row) => {
      const { zone, counting, holds, falls, renews } = row;
      const timing = {
        ...(holds === undefined ? {} : { holds }),
        ...(falls === undefined ? {} : { falls }),
        ...(renews === undefined ? {} : { renews }),
      };
      const agreement = compiled({
        id: 'row',
        title: row.agreement,
        zone,
        counting,
        events: { notice: { title: 'Notice' }, handover: { title: 'Handing over' } },
        obligations: [{ id: 'a', title: 'A', ...timing }],
      });
      const [found] = schedule(agreement, row.facts.map(factOf), { zones: luxonZones }).milestones;
      const on = found?.endsOn ?? found?.dueOn;
      expect(on === undefined ? 'undated' : formatDay(on)).toBe(row.endsOn ?? row.dueOn);
      const convention = CONVENTIONS.get(counting);
      if (convention === undefined) throw new Error(counting);
      const again = replay(found?.derivation ?? [], { zones: luxonZones, zone, convention });
      expect(again?.day).toBe(on);
    },
  );

  it('cites the paragraph by which a day counts', () => {
    const cited = (holds: string) => {
      const agreement = compiled({
        id: 'row',
        title: 'Row',
        zone: 'Europe/Berlin',
        counting: 'bgb-187',
        obligations: [{ id: 'a', title: 'A', holds }],
      });
      const facts = [factOf('signing 2022-11-01')];
      const [found] = schedule(agreement, facts, { zones: luxonZones }).milestones;
      return found?.derivation.map(({ rule, citation }) => `${rule} ${citation}`).join('; ');
    };
    expect(cited('from 2022-11-01 for 6 months')).toMatch(
      /include-trigger-day BGB section 187\(2\).*add-period BGB section 188\(2\)/,
    );
    expect(cited('from signing for 6 months')).toMatch(
      /exclude-trigger-day BGB section 187\(1\).*add-period BGB section 188\(2\)/,
    );
  });
});
