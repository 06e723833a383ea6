import type { Route } from '../../src/access/gate';
import { newToken } from '../access/fixture';
import type { FakeClock } from './fake-clock';
import type { TestService } from './service';

/** A text that occurs in one place only, and who may read it there. */
export interface Marker {
  text: string;
  /** The agreement it is about; undefined for the whole service. */
  agreement: string | undefined;
  /** Readable without a token if reading is public. */
  public: boolean;
}

export interface Planted {
  /** A token of an admin. */
  admin: string;
  markers: readonly Marker[];
  /** Values for the path parameters of a route, by agreement. */
  names: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const PLANTED = ['first', 'second'];

/** Two agreements with at least three rows in every list, and a marker in every text field. */
export async function plant(service: TestService, clock: FakeClock): Promise<Planted> {
  clock.set('2026-01-01T10:00:00Z');
  const name = 'planted-token-admin';
  const admin = await newToken(service, { role: 'admin', name });
  const planting = new Planting(service, admin);
  planting.mark(name);
  const endpoint = await planting.plantService();
  const names: Record<string, Record<string, string>> = {};
  for (const id of PLANTED) await planting.plantAgreement(id);
  // One obligation is overdue, another one is due soon.
  clock.set('2026-01-10T12:00:00Z');
  await service.sweep();
  for (const id of PLANTED) names[id] = { endpoint, ...(await planting.plantFacts(id)) };
  await planting.addAndRemove();
  return { admin, markers: planting.markers, names };
}

/** Required query parameters of routes. */
const QUESTIONS: Readonly<Record<string, string>> = {
  '/v1/dates': 'phrase=within%205%20days%20of%202026-01-01',
  '/v1/agreements/:id/report': 'from=2026-01-01&to=2026-01-31',
  '/v1/agreements/:id/sensitivity': 'from=2026-01-01&to=2026-01-05',
};

/** The URL of a route about one of the agreements. */
export function addressOf({ pattern }: Route, { names }: Planted, agreement: string): string {
  const known = names[agreement] ?? {};
  const id = pattern.startsWith('/v1/webhooks')
    ? known.endpoint
    : pattern.startsWith('/v1/alerts')
      ? known.alert
      : pattern.startsWith('/v1/milestones')
        ? encodeURIComponent(`${agreement}/more`)
        : agreement;
  const own: Record<string, string | undefined> = { ...known, id, path: 'more' };
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => own[name] ?? 'none');
  const question = QUESTIONS[pattern];
  return question === undefined ? path : `${path}?${question}`;
}

/** A URL with one more parameter. */
export function asked(address: string, parameter: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${parameter}`;
}

class Planting {
  readonly markers: Marker[] = [];

  constructor(
    private readonly service: TestService,
    private readonly admin: string,
  ) {}

  mark(text: string, agreement?: string, open = false): string {
    this.markers.push({ text, agreement, public: open });
    return text;
  }

  async plantService(): Promise<string> {
    for (const role of ['reader', 'monitor', 'editor']) {
      await this.send('POST', '/v1/tokens', { name: this.mark(`planted-token-${role}`), role });
    }
    const endpoints: string[] = [];
    for (const n of [1, 2, 3]) {
      const { id } = await this.send<{ id: string }>('POST', '/v1/webhooks', {
        url: `http://127.0.0.1:9/${this.mark(`planted-url-${n}`)}`,
        description: this.mark(`planted-endpoint-${n}`),
      });
      // Its messages are held, so that no attempt changes its log while it is read.
      await this.send('PATCH', `/v1/webhooks/${id}`, { state: 'disabled' });
      endpoints.push(id);
    }
    return endpoints[0] as string;
  }

  async plantAgreement(id: string): Promise<void> {
    const { at, open, by } = this.about(id);
    await this.send('POST', '/v1/agreements', documentOf(id, open('title'), open('note')));
    const policy = { rules: [{ leads: ['P30D', 'P3D'] }], ...by('policy') };
    await this.send('PUT', `${at}/alert-policy`, policy);
    const signing = { date: '2026-01-01', reason: open('signing-reason'), ...by('signing') };
    await this.send('PUT', `${at}/signing`, signing);
  }

  async plantFacts(id: string): Promise<Record<string, string>> {
    const { at, hidden, open, by } = this.about(id);
    const fact = (body: object) =>
      this.send<{ id: string }>('POST', `${at}/facts`, { at: '2026-01-09', ...body });
    const text = { note: open('fact-note'), reason: open('fact-reason') };
    const evidence = (what: string) => [{ title: what, url: `https://example.org/${what}` }];
    await fact({ was: 'more.progress', level: 2, ...text, ...by('judgement') });
    await fact({
      was: 'calm.breached',
      by: 'a',
      evidence: evidence(open('evidence')),
      ...by('breach'),
    });
    await fact({ was: 'most.fulfilled', by: 'a', ...by('fulfilment') });
    const internal = await fact({
      was: 'duty.note',
      internal: true,
      note: hidden('internal-note'),
      reason: hidden('internal-reason'),
      evidence: evidence(hidden('internal-evidence')),
      ...by('internal'),
    });
    await this.send('POST', `${at}/facts`, {
      retracts: internal.id,
      reason: hidden('internal-retraction'),
      ...by('internal-retraction'),
    });
    const judged = {
      was: 'most.progress',
      level: 1,
      internal: true,
      note: hidden('internal-judgement'),
    };
    await fact({ ...judged, ...by('internal-judgement') });

    const said = new URLSearchParams({ reason: open('amendment-reason'), ...by('amendment') });
    const amended = `${documentOf(id, `planted-title-of-${id}`, `planted-note-of-${id}`)}\nstatus: in force\n`;
    await this.send('PUT', `${at}?${said.toString()}`, amended, { 'if-match': '*' });
    for (const standing of ['paused', 'active']) {
      const why = { reason: open(`${standing}-reason`), ...by(standing) };
      await this.send('PUT', `${at}/standing`, { standing, ...why });
    }
    return { agreement: id, ...(await this.plantAnswers(id, hidden)) };
  }

  private about(id: string) {
    const hidden = (what: string) => this.mark(`planted-${what}-of-${id}`, id);
    return {
      at: `/v1/agreements/${id}`,
      hidden,
      open: (what: string) => this.mark(`planted-${what}-of-${id}`, id, true),
      by: (what: string) => ({ actor: hidden(`${what}-actor`) }),
    };
  }

  private async plantAnswers(
    id: string,
    hidden: (what: string) => string,
  ): Promise<Record<string, string>> {
    const scenarios: string[] = [];
    for (const n of [1, 2, 3]) {
      const scenario = await this.send<{ id: string }>('POST', `/v1/agreements/${id}/scenarios`, {
        name: hidden(`scenario-${n}`),
        description: hidden(`scenario-description-${n}`),
        signing: '2026-03-01',
      });
      scenarios.push(scenario.id);
    }
    const { items } = await this.send<{ items: { id: string }[] }>(
      'GET',
      `/v1/alerts?agreement=${id}&open=true`,
    );
    const [one, other] = items;
    if (one === undefined || other === undefined) throw new Error('There are no alerts to answer.');
    const acknowledged = { note: hidden('acknowledgement'), actor: hidden('acknowledger') };
    await this.send('POST', `/v1/alerts/${one.id}/acknowledge`, acknowledged);
    const snoozed = { note: hidden('snooze'), actor: hidden('snoozer') };
    const until = '2026-01-20T00:00:00Z';
    await this.send('POST', `/v1/alerts/${other.id}/snooze`, { until, ...snoozed });
    return { scenario: scenarios[0] as string, alert: one.id };
  }

  /** A removed agreement, of which only the record of its removal exists, and a third one. */
  async addAndRemove(): Promise<void> {
    await this.send('POST', '/v1/agreements', documentOf('third', 'A third', 'nothing happens'));
    // Messages that were sent are kept, and titles are public.
    const title = this.mark('planted-removed-title', 'removed', true);
    await this.send('POST', '/v1/agreements', documentOf('removed', title, 'gone'));
    const said = new URLSearchParams({
      confirm: 'removed',
      actor: this.mark('planted-remover'),
      reason: this.mark('planted-removal-reason'),
    });
    await this.send('DELETE', `/v1/agreements/removed?${said.toString()}`);
  }

  private async send<T>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<T> {
    const headers = { authorization: `Bearer ${this.admin}`, ...more };
    const answer = await this.service.call<T>(method, path, body, headers);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

function documentOf(id: string, title: string, note: string): string {
  return `
id: ${id}
title: ${title}
note: ${note}
zone: Europe/Kyiv
parties: {a: {name: The one}, b: {name: The other}}
obligations:
  - {id: duty, title: A duty, theme: law, obligor: a, due: within 5 days of signing}
  - {id: more, title: More, theme: law, obligor: b, due: within 12 days of signing}
  - {id: most, title: Most, theme: peace, obligor: [a, b], due: within 300 days of signing}
  - {id: calm, title: Calm, theme: peace, obligor: [a, b], holds: from signing until 30 days after signing}
`;
}
