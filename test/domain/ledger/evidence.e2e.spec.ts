import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { controlsOf } from '../../support/control-characters';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { startTestService, type TestService } from '../../support/service';

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
parties: {a: {name: A}}
obligations:
  - {id: talks, title: Talks, obligor: a, due: by 2026-01-20}
  - {id: truce, title: Truce, obligor: a, holds: from 2026-01-01 until 2026-01-31}
`;

/** As texts that were stored before they were refused. */
const HOSTILE = 'Red \u001b[31m\u009b2J \u202egpj\r\n=1+1 \u2028 end';

describeStored(`evidence on ${DATABASE}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(new FakeClock(Date.parse('2026-02-10T12:00:00Z')));
  });
  afterAll(() => service.end());
  beforeEach(async () => {
    await service.clear();
    await service.call('POST', '/v1/agreements', AGREEMENT);
  });

  const FACTS = '/v1/agreements/pact/facts';
  const fulfilled = (url: string) => ({
    was: 'talks.fulfilled',
    at: '2026-01-10',
    evidence: [{ title: 'Letter', url }],
  });

  it.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:msgbox(1)',
    'https://example.org/\nSet-Cookie: a=b',
    'https://example.org/a b',
    'ftp://example.org/letter',
    '//example.org/letter',
  ])('at %j is refused, one by one and in a list', async (url) => {
    for (const answer of [
      await service.call('POST', FACTS, fulfilled(url)),
      await service.call('POST', `${FACTS}/import`, [fulfilled(url)]),
      await service.call('POST', `${FACTS}/import`, `- ${JSON.stringify(fulfilled(url))}`),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0]?.pointer).toMatch(/\/evidence\/0\/url$/);
    }
    const { body } = await service.call<{ items: unknown[] }>('GET', FACTS);
    expect(body.items).toEqual([]);
  });

  it('at a web address is recorded as it was sent', async () => {
    const url = 'HTTPS://example.org/лист?a=b#c';
    const { status, body } = await service.call<{ evidence: unknown }>(
      'POST',
      FACTS,
      fulfilled(url),
    );
    expect([status, body.evidence]).toEqual([201, [{ title: 'Letter', url }]]);
  });

  it('of an earlier release with another address is shown without a link', async () => {
    await service.call('POST', FACTS, fulfilled('https://example.org/letter'));
    for (const url of ['javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x']) {
      const evidence = JSON.stringify([{ title: 'Letter', url }]);
      await service.app
        .get(Store)
        .write((tx) => run(tx, 'UPDATE fact SET evidence = ?', [evidence]));
      for (const format of ['md', 'html']) {
        const path = `/v1/agreements/pact/report?from=2026-01-01&to=2026-01-31&format=${format}`;
        const text = await (await fetch(service.url + path)).text();
        expect(text).toContain('Letter');
        expect(text).not.toMatch(/\]\(|<a [^>]*href="(?!https?:|\/)/i);
      }
      const { body } = await service.call('GET', '/v1/milestones/pact/talks');
      expect(JSON.stringify(body)).toContain('"title":"Letter"');
      expect(JSON.stringify(body)).not.toContain(JSON.stringify(url).slice(1, -1));
    }
  });

  it('and other texts of earlier releases are shown without control characters', async () => {
    await service.call('POST', FACTS, {
      ...fulfilled('https://example.org/letter'),
      reason: 'R',
      note: 'N',
      actor: 'A',
    });
    await service.call('POST', FACTS, { was: 'truce.breached', at: '2026-01-12', reason: 'R' });
    await service.app.get(Store).write(async (tx) => {
      const document = JSON.parse(
        (await run<{ document: string }>(tx, 'SELECT document FROM agreement', [])).rows[0]
          ?.document ?? '',
      );
      document.title = HOSTILE;
      document.parties.a.name = HOSTILE;
      for (const obligation of document.obligations) {
        Object.assign(obligation, { title: HOSTILE, ref: HOSTILE, quote: HOSTILE, note: HOSTILE });
      }
      const changed = JSON.stringify(document);
      await run(tx, 'UPDATE agreement SET title = ?, document = ?, document_hash = ?', [
        HOSTILE,
        changed,
        'x',
      ]);
      await run(tx, 'UPDATE agreement_version SET title = ?, document = ?, document_hash = ?', [
        HOSTILE,
        changed,
        'x',
      ]);
      await run(tx, 'UPDATE milestone SET title = ?, ref = ?', [HOSTILE, HOSTILE]);
      const evidence = JSON.stringify([{ title: HOSTILE, url: 'https://example.org/a' }]);
      await run(tx, 'UPDATE fact SET reason = ?, note = ?, actor = ?, evidence = ?', [
        HOSTILE,
        HOSTILE,
        HOSTILE,
        evidence,
      ]);
    });
    const report = '/v1/agreements/pact/report?from=2026-01-01&to=2026-01-31&format=';
    let told = 0;
    for (const path of [
      '/v1/agreements',
      '/v1/agreements/pact',
      '/v1/agreements/pact/plan',
      FACTS,
      '/v1/agreements/pact/milestones',
      '/v1/milestones',
      '/v1/milestones/pact/talks',
      '/v1/milestones.csv',
      '/v1/milestones.ndjson',
      '/v1/milestones.json',
      '/v1/summary',
      '/v1/summary.csv',
      '/v1/agreements/pact/calendar.ics',
      '/v1/agreements/pact/schedule?signing=2026-01-01',
      '/v1/changes',
      '/v1/audit',
      '/metrics',
      '/plain',
      '/plain/pact',
      `${report}json`,
      `${report}md`,
      `${report}html`,
    ]) {
      const answer = await fetch(service.url + path);
      const text = await answer.text();
      expect([path, answer.status]).toEqual([path, 200]);
      const lines =
        path.endsWith('.ics') || path.endsWith('.csv') ? text.replaceAll('\r\n', '\n') : text;
      expect([path, controlsOf(lines)]).toEqual([path, []]);
      if (text.includes('Red ')) told += 1;
      if (path.endsWith('.csv')) expect(text).not.toMatch(/(^|[,"])[=@]/m);
    }
    expect(told).toBeGreaterThan(15);
  });
});
