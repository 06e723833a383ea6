import type { Convention } from './convention';

const OWN = 'agreement-d-plus-n';

/** The counting convention of agreements that name none. */
export const D_PLUS_N: Convention = {
  name: OWN,
  title: 'D + N: the day of the event is day 0, no roll, to the end of the local day',
  excludesTriggerDay: true,
  countsBegunDay: false,
  monthEnd: 'clamp',
  clearDays: false,
  rollForward: 'none',
  rollBackward: 'none',
  rolls: 'all',
  shortPeriodDays: 0,
  minimumWorkingDays: 0,
  hoursFrom: 'event',
  hoursRoll: 'none',
  keepsClock: false,
  weekend: [6, 7],
  citations: {
    anchor: `${OWN}, rule 1: a period runs from a recorded event`,
    trigger: `${OWN}, rule 2: the day of the event is not counted (as ETS 76, article 3 paragraph 1)`,
    days: `${OWN}, rule 3: every calendar day counts, none is rolled`,
    weeks: `${OWN}, rule 3: a week is seven calendar days`,
    months: `${OWN}, rule 4: months and years end on the same date, or the month’s last day (as ETS 76, article 4 paragraph 2)`,
    hours: `${OWN}, rule 5: hours run from the instant`,
    endOfDay: `${OWN}, rule 6: the day ends at the midnight of the agreement’s zone`,
    roll: `${OWN}, rule 3: no day is rolled`,
    working: `${OWN}, rule 7: working days are those of the named calendar`,
  },
};

/**
 * A convention that differs from the default in the given parameters.
 * @param citations provisions of its own; where one is missing, that of `days` is cited.
 */
function rule(
  name: string,
  title: string,
  differences: Partial<Omit<Convention, 'citations'>>,
  citations: Partial<Convention['citations']>,
): Convention {
  const whole = { ...D_PLUS_N, name, title, ...differences };
  const general = citations.days ?? title;
  return {
    ...whole,
    citations: {
      anchor: general,
      trigger: general,
      days: general,
      weeks: general,
      months: general,
      hours: general,
      endOfDay: general,
      roll: general,
      working: general,
      ...citations,
    },
  };
}

const EU = 'Regulation (EEC, Euratom) No 1182/71';
const FRCP = 'Federal Rules of Civil Procedure, rule 6(a)';
const CPR = 'Civil Procedure Rules 1998, rule 2.8';
const COE = 'European Convention on the Calculation of Time-Limits (ETS 76)';
const UA = 'Civil Code of Ukraine';
const RU = 'Civil Code of the Russian Federation';
const CJEU = 'Rules of Procedure of the Court of Justice (2012)';
const XSD = 'W3C XML Schema part 2, appendix E';
const ICALENDAR = 'RFC 5545, 3.3.6';
const ROLLS = { rollForward: 'following' } as const;

const CONVENTION_DATA: readonly Convention[] = [
  D_PLUS_N,
  rule(
    'inclusive',
    'The day of the event is day 1',
    { excludesTriggerDay: false },
    {
      days: 'inclusive, rule 2: the day of the event is the first day counted',
      begunDay:
        'inclusive, rule 3: the last day of a period is day 0 of what is counted from its end',
    },
  ),
  rule(
    'exclusive',
    'The day of the event is not counted',
    {},
    {
      days: 'exclusive, rule 2: counting begins on the day after the event',
    },
  ),
  rule(
    'eu-1182-71',
    'Periods, dates and time limits in acts of the European Union',
    { ...ROLLS, minimumWorkingDays: 2, hoursFrom: 'next-full-hour' },
    {
      trigger: `${EU}, article 3(1): the day of the event is not part of the period`,
      days: `${EU}, article 3(2)(b) and 3(3)`,
      weeks: `${EU}, article 3(2)(c): the same weekday as the event’s (C-171/03)`,
      months: `${EU}, article 3(2)(c): same date or weekday, or the month’s last day`,
      hours: `${EU}, article 3(1) and 3(2)(a): from the beginning of the first full hour`,
      endOfDay: `${EU}, article 3(2): to the expiry of the last hour of the last day`,
      roll: `${EU}, article 3(4), not backwards and not in hours; 3(5) for two working days at least in any period`,
      working: `${EU}, article 2(2)`,
    },
  ),
  rule('cjeu-procedure', 'Procedural time limits before the Court of Justice', ROLLS, {
    trigger: `${CJEU}, article 49(1)(a): the day of the event is not counted`,
    days: `${CJEU}, article 49(1): days of rest within count`,
    weeks: `${CJEU}, article 49(1)(b): the same weekday`,
    months: `${CJEU}, article 49(1)(b) and (c): the same date (152/85 Misset), or the month’s last day; months before days`,
    roll: `${CJEU}, article 49(2): the end of the whole period, distance included (T-85/97)`,
  }),
  rule(
    'frcp-6a',
    'Computing time in federal civil procedure of the United States',
    { ...ROLLS, rollBackward: 'preceding', hoursRoll: 'same-time' },
    {
      trigger: `${FRCP}(1)(A): exclude the day of the event`,
      days: `${FRCP}(1)(B): count every day`,
      hours: `${FRCP}(2): begin counting at once, count every hour`,
      endOfDay: `${FRCP}(4)`,
      roll: `${FRCP}(1)(C) and (5): continue in the direction of counting`,
      working: `${FRCP}(6)`,
    },
  ),
  rule(
    'cpr-2.8',
    'Time in the civil procedure of England and Wales: clear days',
    { clearDays: true, shortPeriodDays: 5, ...ROLLS, rolls: 'office-acts' },
    {
      trigger: `${CPR}(3): clear days leave out the day on which the period begins`,
      days: `${CPR}(2) and (3): clear days`,
      months: 'Civil Procedure Rules 1998, rule 2.10: a month is a calendar month',
      roll: `${CPR}(5): an act at the court office is in time on the next day it is open`,
      working: `${CPR}(4): in five days or less, days of rest do not count`,
    },
  ),
  rule('coe-1972', 'European Convention on the Calculation of Time-Limits', ROLLS, {
    trigger: `${COE}, article 3(1)`,
    days: `${COE}, articles 2 and 3(1): from midnight of the dies a quo to midnight of the dies ad quem`,
    weeks: `${COE}, article 4(1)`,
    months: `${COE}, article 4(2)`,
    endOfDay: `${COE}, article 3(1)`,
    roll: `${COE}, article 5`,
  }),
  rule(
    'bgb-187',
    'German Civil Code, sections 187 to 193',
    { ...ROLLS, countsBegunDay: true },
    {
      trigger: 'BGB section 187(1): the day of the event is not counted',
      begunDay:
        'BGB section 187(2): a day from whose beginning the term runs is counted, as a day of birth is',
      days: 'BGB section 188(1): to the end of the last day',
      weeks: 'BGB section 188(2)',
      months: 'BGB section 188(2) and (3)',
      roll: 'BGB section 193: Sunday, holiday or Saturday gives way to the next working day',
    },
  ),
  rule('ua-cc-253', 'Civil Code of Ukraine, articles 251 to 255', ROLLS, {
    trigger: `${UA}, article 253: the period begins on the day after`,
    days: `${UA}, article 253`,
    weeks: `${UA}, article 254(4)`,
    months: `${UA}, article 254(1) to (3)`,
    endOfDay: `${UA}, article 255`,
    roll: `${UA}, article 254(5)`,
  }),
  rule('ru-cc-191', 'Civil Code of the Russian Federation, articles 190 to 194', ROLLS, {
    trigger: `${RU}, article 191: the period begins on the day after`,
    days: `${RU}, article 191`,
    weeks: `${RU}, article 192(4)`,
    months: `${RU}, article 192(1) to (3)`,
    endOfDay: `${RU}, article 194`,
    roll: `${RU}, article 193`,
  }),
  rule('uncitral-2', 'UNCITRAL Arbitration Rules, article 2', ROLLS, {
    days: 'UNCITRAL Arbitration Rules, article 2(6): from the day after receipt; holidays within count',
    roll: 'UNCITRAL Arbitration Rules, article 2(6): a last day of rest extends to the first business day',
  }),
  rule(
    'un-treaty-nth-day',
    'The nth day after deposit, as the depositary of the United Nations counts',
    {},
    {
      days: 'The depositary’s own dates: 5 October to 4 November 2016 (Paris Agreement, article 21(1))',
      roll: 'The depositary’s own dates: Saturday 3 May 2008 (Rights of Persons with Disabilities, article 45(1))',
    },
  ),
  rule(
    'iso-8601',
    'Calendar arithmetic that keeps the clock time',
    { keepsClock: true },
    {
      days: `durations as ISO 8601 writes them; it leaves their arithmetic to others: ${ICALENDAR}, days are nominal`,
      months: `${XSD}: the same date, or the month’s last day`,
      hours: `${ICALENDAR}: hours are exact`,
    },
  ),
];

/** All conventions by name. A Map, because an object would find inherited names such as "constructor". */
export const CONVENTIONS: ReadonlyMap<string, Convention> = new Map(
  CONVENTION_DATA.map((convention) => [convention.name, convention]),
);

export const DEFAULT_CONVENTION = 'agreement-d-plus-n';
