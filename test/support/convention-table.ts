import type { Convention } from '../../src/engine/counting/convention';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The table of a convention as docs/counting.md shows it. */
export function conventionTable(convention: Convention): string {
  const by = Object.fromEntries(
    Object.entries(convention.citations).map(([rule, one]) => [
      rule,
      typeof one === 'string' ? one : one.says,
    ]),
  );
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const office = convention.rolls === 'office-acts' ? ' (office acts)' : '';
  const short = convention.shortPeriodDays;
  const rows = [
    ['excludes the trigger day', yes(convention.excludesTriggerDay), by.trigger],
    [
      'counts the day a term begins',
      yes(convention.countsBegunDay || !convention.excludesTriggerDay),
      convention.excludesTriggerDay ? (by.begunDay ?? by.trigger) : by.trigger,
    ],
    ['days', 'all count', by.days],
    ['weeks', 'seven days', by.weeks],
    ['month end', convention.monthEnd, by.months],
    ['clear days', yes(convention.clearDays), by.days],
    [
      'rolls forward / backward',
      `${convention.rollForward} / ${convention.rollBackward}${office}`,
      by.roll,
    ],
    ['short periods', short === 0 ? 'none' : `${short} days or less`, by.working],
    ['least working days', String(convention.minimumWorkingDays || 'none'), by.roll],
    ['hours from / roll', `${convention.hoursFrom} / ${convention.hoursRoll}`, by.hours],
    ['keeps the clock', yes(convention.keepsClock), by.days],
    ['ends', 'at midnight', by.endOfDay],
    [
      'weekend without a calendar',
      convention.weekend.map((one) => WEEKDAYS[one - 1]).join(', '),
      by.working,
    ],
  ];
  const lines = rows.map((row) => `| ${row.join(' | ')} |`);
  return ['| parameter | value | behind it |', '|---|---|---|', ...lines].join('\n');
}
