import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const AGREEMENT = `
id: pact
title: {en: Peace pact, uk: Мирний договір}
note: {uk: Примітка, ru: Примечание}
zone: Europe/Kyiv
parties: {a: {name: {en: First state, uk: Перша держава}}, b: {name: Second}}
events: {deposit: {title: {en: Deposit, uk: Депонування}}}
obligations:
  - {id: vote, title: {en: Vote, uk: Голосування, ru: Голосование}, obligor: a, due: within 10 days of signing}
  - id: plan
    title: Plan
    phases: [{id: one, title: {uk: Перший етап, en: Step one}, obligor: b, due: within 20 days of signing}]
`;

interface Titled {
  title: string;
  titles: Record<string, string> | null;
}

describeStored(`titles in several languages, on ${DATABASE}`, () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
    await service.call('POST', '/v1/agreements', AGREEMENT);
    await service.call('PUT', '/v1/agreements/pact/signing', { date: '2026-01-02' });
  });
  afterAll(() => service.end());

  const titlesOf = async (
    query: string,
    headers: Record<string, string> = {},
  ): Promise<string[]> => {
    const path = `/v1/agreements/pact/milestones${query}`;
    const { body } = await service.call<{ items: Titled[] }>('GET', path, undefined, headers);
    return body.items.map(({ title }) => title);
  };

  it.each<{ query: string; header?: string; titles: string[] }>([
    { query: '', titles: ['Vote', 'Plan: Step one'] },
    { query: '?lang=uk', titles: ['Голосування', 'Plan: Перший етап'] },
    { query: '?lang=uk-UA', titles: ['Голосування', 'Plan: Перший етап'] },
    { query: '?lang=ru', titles: ['Голосование', 'Plan: Step one'] },
    { query: '?lang=de', titles: ['Vote', 'Plan: Step one'] },
    { query: '', header: 'uk-UA,uk;q=0.9,en;q=0.8', titles: ['Голосування', 'Plan: Перший етап'] },
    { query: '', header: 'de, en;q=0.5, uk;q=0.9', titles: ['Голосування', 'Plan: Перший етап'] },
    { query: '', header: 'ru, uk;q=0.5', titles: ['Голосование', 'Plan: Перший етап'] },
    { query: '', header: 'uk;q=0, en', titles: ['Vote', 'Plan: Step one'] },
    { query: '?lang=en', header: 'uk', titles: ['Vote', 'Plan: Step one'] },
  ])('asked with "$query" and $header are $titles', async ({ query, header, titles }) => {
    const headers = header === undefined ? {} : { 'accept-language': header };
    expect(await titlesOf(query, headers)).toEqual(titles);
    // The same answer from the cache, whatever was asked in between.
    await titlesOf('?lang=ru');
    expect(await titlesOf(query, headers)).toEqual(titles);
  });

  it('stand all beside the one, for the agreement with its note and its parties', async () => {
    const { body } = await service.call<Record<string, unknown>>(
      'GET',
      '/v1/agreements/pact?lang=uk',
    );
    expect(body).toMatchObject({
      title: 'Мирний договір',
      titles: { en: 'Peace pact', uk: 'Мирний договір' },
      note: 'Примітка',
      notes: { uk: 'Примітка', ru: 'Примечание' },
      parties: { a: { name: 'Перша держава' }, b: { name: 'Second' } },
      // Who sends the document back keeps its texts.
      document: { title: 'Peace pact', titles: { uk: 'Мирний договір' } },
    });
  });

  it('vary the tag and the cache of an answer', async () => {
    for (const path of ['/v1/agreements/pact', '/v1/agreements/pact/milestones']) {
      const tags = new Set<string | null>();
      for (const header of ['en', 'uk', 'ru']) {
        const first = await service.call('GET', path, undefined, { 'accept-language': header });
        const tag = first.headers.get('etag');
        tags.add(tag);
        expect(first.headers.get('vary')).toContain('accept-language');
        const asked = { 'accept-language': header, 'if-none-match': tag ?? '' };
        expect((await service.call('GET', path, undefined, asked)).status).toBe(304);
        const other = { 'accept-language': 'de', 'if-none-match': tag ?? '' };
        expect((await service.call('GET', path, undefined, other)).status).toBe(200);
      }
      expect(tags.size).toBe(3);
    }
  });

  it('may be asked for in one language only, and in one that is a language', async () => {
    for (const lang of ['', '12', 'ukrainian', 'uk&lang=en']) {
      const path = `/v1/agreements/pact/milestones?lang=${lang}`;
      expect((await service.call('GET', path)).status).toBe(422);
    }
  });

  it('are those of the calendar, with its labels', async () => {
    const calendar = async (query: string): Promise<string> => {
      const response = await fetch(`${service.url}/v1/agreements/pact/calendar.ics${query}`);
      return (await response.text()).replace(/\r\n[ \t]/g, '');
    };
    const plain = await calendar('?lang=uk');
    expect(plain).toContain('NAME:Мирний договір');
    expect(plain).toContain('Голосування');
    expect(await calendar('')).toContain('NAME:Peace pact');
  });

  it('are those of the sentences of messages', async () => {
    await service.call('POST', '/v1/agreements/pact/facts', {
      was: 'vote.fulfilled',
      at: '2026-01-01',
    });
    const { body } = await service.call<{
      items: { type: string; data: { text: string; translations: Record<string, string> } }[];
    }>('GET', '/v1/changes');
    const signed = body.items.find(({ type }) => type === 'milestone.fulfilled')?.data;
    expect(signed?.text).toContain('Vote');
    expect(signed?.text).toContain('Peace pact');
    expect(signed?.translations.uk).toContain('Голосування');
    expect(signed?.translations.uk).toContain('Перша держава');
    expect(signed?.translations.ru).toContain('Голосование');
  });

  it('are amended like everything in a document, in the form in which they are sent', async () => {
    const whole = await service.call<{ document: object }>('GET', '/v1/agreements/pact?lang=uk');
    const { body } = await service.call<{ changed: boolean }>(
      'PUT',
      '/v1/agreements/pact?preview=true',
      whole.body.document,
      { 'if-match': whole.headers.get('etag') ?? '' },
    );
    expect(JSON.stringify(body)).not.toContain('Мирний');
  });
});
