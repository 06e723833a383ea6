import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFacts } from '../../../src/cli/output/read-facts';
import { scheduleContext } from '../../../src/domain/agreement/calendars';
import { readAgreement } from '../../../src/domain/agreement/document/loader';
import { compareSides } from '../../../src/domain/what-if/comparison';
import { outlook } from '../../../src/domain/what-if/outlook';
import { readQuestion } from '../../../src/domain/what-if/question';
import { parseDay } from '../../../src/engine/calendar/epoch-day';
import { conflicts } from '../../../src/engine/review/conflicts';
import { sensitivity, signedOn } from '../../../src/engine/what-if/sensitivity';
import { slacks } from '../../../src/engine/what-if/slack';

const AGREEMENTS = join(__dirname, '..', '..', '..', 'config', 'agreements');
const files = [AGREEMENTS, join(AGREEMENTS, 'library')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.facts.yaml'))
    .map((name) => join(folder, name)),
);

describe('what if, on every shipped agreement', () => {
  it.each(files.map((file) => [file.slice(AGREEMENTS.length + 1), file]))('%s', (_name, file) => {
    const agreement = readAgreement(readFileSync(file, 'utf8'), file);
    const known = file.replace('.yaml', '.facts.yaml');
    const facts = existsSync(known) ? readFacts(known, agreement) : [];
    const sides = ['2025-11-27', '2026-01-31'].map((signed) => {
      const question = readQuestion({ signing: [signed], assume: [] }, agreement, 0, []);
      const assumptions = question?.scenarios[0]?.assumptions ?? [];
      return { name: signed, asOf: 0, outlook: outlook(agreement, facts, assumptions, true, 0) };
    });
    const comparison = compareSides(sides[0] as never, sides[1] as never, []);
    for (const { dates } of comparison.differences) {
      for (const { days, reasons } of dates) {
        const told = reasons.reduce((sum, reason) => sum + reason.days, 0);
        if (reasons.length > 0 && days !== null) expect(told).toBe(days - 65);
      }
    }
    const unsigned = facts.filter(({ subject }) => subject !== 'signing');
    const from = parseDay('2025-11-24') as number;
    for (const { signing, conflicts: found } of sensitivity(
      { agreement, facts: unsigned, from, to: from + 6 },
      scheduleContext(0),
    )) {
      const given = [...unsigned, signedOn(signing, { agreement }, scheduleContext(0))];
      expect(found).toEqual(conflicts(agreement, given, scheduleContext(0)));
    }
    for (const one of slacks(agreement, facts, scheduleContext(0), 400)) {
      if (one?.days !== undefined) expect(one.misses?.chain.length).toBeGreaterThan(1);
    }
  });
});
