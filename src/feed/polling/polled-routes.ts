/** An answer that is polled all day: what it rests on, and how it is marked. */
export interface PolledRoute {
  /** The path parameter that names its agreement, or one of its milestones; none for all agreements. */
  of?: 'id' | 'agreement';
  /**
   * One resource, with a strong tag that serves as If-Match, too: its agreement's revision, alone where the clock
   * changes nothing in it.
   */
  resource?: 'by revision' | 'by clock';
  /**
   * What else the clock makes of it than other statuses: it counts days from today, and is another at midnight; or it
   * counts what has fallen due, and is another at a deadline, also at one that was met long before.
   */
  turnsAt?: 'midnight' | 'deadline';
  /** Settings of calendars show in it: another setting makes another tag. */
  bySettings?: true;
}

const ONE: PolledRoute = { of: 'id' };

/** By the pattern that the router knows it by. */
export const POLLED_ROUTES: Readonly<Record<string, PolledRoute>> = {
  '/v1/summary': {},
  '/v1/summary.csv': {},
  '/v1/agreements': {},
  '/v1/milestones': {},
  '/v1/milestones.csv': { turnsAt: 'midnight' },
  '/v1/milestones.ndjson': { turnsAt: 'midnight' },
  '/v1/milestones.json': { turnsAt: 'midnight' },
  '/v1/milestones/:id': { ...ONE, resource: 'by clock' },
  '/v1/milestones/:agreement/:path': { of: 'agreement', resource: 'by clock' },
  '/v1/agreements/:id': { ...ONE, resource: 'by revision' },
  '/v1/agreements/:id/milestones': ONE,
  '/v1/agreements/:id/milestones.csv': { ...ONE, turnsAt: 'midnight' },
  '/v1/agreements/:id/milestones.ndjson': { ...ONE, turnsAt: 'midnight' },
  '/v1/agreements/:id/milestones.json': { ...ONE, turnsAt: 'midnight' },
  '/v1/agreements/:id/calendar.ics': { ...ONE, bySettings: true },
  '/v1/agreements/:id/rollup': { ...ONE, turnsAt: 'deadline' },
};
