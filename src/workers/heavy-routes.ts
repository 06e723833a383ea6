/**
 * When a request is answered by a worker process: `always`, since its own content decides what it costs; `large`, if its
 * agreement has many milestones; `past`, if it also names another instant than now.
 */
type Heavy = 'always' | 'large' | 'past';

/** Requests that can take more than some milliseconds of CPU, by method and by the pattern that the router has. */
export const HEAVY: Readonly<Record<string, Heavy>> = {
  'POST /v1/agreements': 'always',
  'POST /v1/agreements/check': 'always',
  'POST /v1/agreements/draft': 'always',
  'PUT /v1/agreements/:id': 'always',
  'DELETE /v1/agreements/:id': 'large',
  'POST /v1/agreements/:id/facts/import': 'always',
  'POST /v1/agreements/:id/facts': 'large',
  'PUT /v1/agreements/:id/signing': 'large',
  'DELETE /v1/agreements/:id/signing': 'large',
  'PUT /v1/agreements/:id/standing': 'large',
  'GET /v1/agreements/:id/schedule': 'large',
  'GET /v1/agreements/:id/sensitivity': 'large',
  'GET /v1/agreements/:id/compare/:other': 'large',
  'GET /v1/agreements/:id/plan': 'large',
  'GET /v1/agreements/:id/report': 'large',
  'GET /v1/agreements/:id/rollup': 'large',
  'GET /v1/agreements/:id/calendar.ics': 'large',
  'GET /v1/agreements/:id/offer': 'large',
  'GET /v1/agreements/:id/scenarios': 'large',
  'POST /v1/agreements/:id/scenarios': 'large',
  'GET /v1/agreements/:id/scenarios/:scenario': 'large',
  'PUT /v1/agreements/:id/scenarios/:scenario': 'large',
  'POST /v1/agreements/:id/scenarios/:scenario/fork': 'large',
  'PUT /v1/agreements/:id/alert-policy': 'large',
  'POST /v1/agreements/:id/alert-policy/rehearsal': 'large',
  'GET /v1/milestones.csv': 'large',
  'GET /v1/milestones.ndjson': 'large',
  'GET /v1/milestones.json': 'large',
  'GET /v1/agreements/:id/milestones.csv': 'large',
  'GET /v1/agreements/:id/milestones.ndjson': 'large',
  'GET /v1/agreements/:id/milestones.json': 'large',
  'GET /v1/milestones': 'past',
  'GET /v1/summary': 'past',
  'GET /v1/summary.csv': 'past',
  'GET /v1/agreements/:id/milestones': 'past',
  'GET /v1/milestones/:id': 'large',
  'GET /v1/milestones/:agreement/:path': 'large',
  'GET /plain/:agreement': 'large',
};

/** Query parameters that ask for another instant than now. */
export const PAST = ['asOf', 'knownAt'];
