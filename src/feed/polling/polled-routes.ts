/** How the ETag of a polled route is computed. */
export interface PolledRoute {
  /** The path parameter with the id of the agreement, or of one of its milestones; without it, all agreements. */
  agreementFrom?: 'id' | 'agreement';
  /** The path parameter with the id of a second agreement. */
  otherFrom?: 'other';
  /**
   * The route represents one resource and has a strong tag, which `If-Match` accepts. `by revision`: the tag is the
   * revision of the agreement, because the clock does not change the response. `by clock`: it has a suffix.
   */
  resource?: 'by revision' | 'by clock';
  /**
   * When the clock changes the response, besides changes of status. `midnight`: it contains a number of days from today.
   * `deadline`: it counts what has fallen due, including milestones that were fulfilled before.
   */
  changesAt?: 'midnight' | 'deadline';
  /** The response depends on settings of calendars, so they are part of the tag. */
  dependsOnSettings?: true;
}

const ONE: PolledRoute = { agreementFrom: 'id' };

/** The polled routes, by router pattern. */
export const POLLED_ROUTES: Readonly<Record<string, PolledRoute>> = {
  '/v1/summary': {},
  '/v1/summary.csv': {},
  '/v1/agreements': { changesAt: 'midnight' },
  '/v1/overview': { changesAt: 'midnight' },
  '/v1/milestones': {},
  '/v1/milestones.csv': { changesAt: 'midnight' },
  '/v1/milestones.ndjson': { changesAt: 'midnight' },
  '/v1/milestones.json': { changesAt: 'midnight' },
  '/v1/milestones/:id': { ...ONE, resource: 'by clock' },
  '/v1/milestones/:agreement/:path': { agreementFrom: 'agreement', resource: 'by clock' },
  '/v1/agreements/:id': { ...ONE, resource: 'by revision' },
  '/v1/agreements/:id/milestones': ONE,
  '/v1/agreements/:id/milestones.csv': { ...ONE, changesAt: 'midnight' },
  '/v1/agreements/:id/milestones.ndjson': { ...ONE, changesAt: 'midnight' },
  '/v1/agreements/:id/milestones.json': { ...ONE, changesAt: 'midnight' },
  '/v1/agreements/:id/calendar.ics': { ...ONE, dependsOnSettings: true },
  '/v1/agreements/:id/compare/:other': { ...ONE, otherFrom: 'other' },
  '/v1/agreements/:id/rollup': { ...ONE, changesAt: 'deadline' },
};
