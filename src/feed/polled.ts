/** An answer that is polled all day: what it rests on, and how it is marked. */
export interface Polled {
  /** The path parameter that names its agreement, or one of its milestones; none for all agreements. */
  of?: 'id' | 'agreement';
  /**
   * One resource, with a strong tag that serves as If-Match, too: its agreement's revision, alone where the clock
   * changes nothing in it.
   */
  resource?: 'by revision' | 'by clock';
  /** It counts days from today: at midnight it is another. */
  countsDays?: boolean;
}

const ONE: Polled = { of: 'id' };

/** By the pattern that the router knows it by. */
export const POLLED: Readonly<Record<string, Polled>> = {
  '/v1/summary': {},
  '/v1/summary.csv': {},
  '/v1/agreements': {},
  '/v1/milestones': {},
  '/v1/milestones.csv': { countsDays: true },
  '/v1/milestones.ndjson': { countsDays: true },
  '/v1/milestones.json': { countsDays: true },
  '/v1/milestones/:id': { ...ONE, resource: 'by clock' },
  '/v1/milestones/:agreement/:path': { of: 'agreement', resource: 'by clock' },
  '/v1/agreements/:id': { ...ONE, resource: 'by revision' },
  '/v1/agreements/:id/milestones': ONE,
  '/v1/agreements/:id/milestones.csv': { ...ONE, countsDays: true },
  '/v1/agreements/:id/milestones.ndjson': { ...ONE, countsDays: true },
  '/v1/agreements/:id/milestones.json': { ...ONE, countsDays: true },
  '/v1/agreements/:id/calendar.ics': ONE,
  '/v1/agreements/:id/rollup': ONE,
};
