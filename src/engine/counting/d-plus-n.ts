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
