import { Vault } from '../../src/base/vault';
import { DestinationSettings } from '../../src/delivery/endpoint/destination-settings';
import { unsubscribeLink } from '../../src/delivery/mail/unsubscribe-link';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService, type TestService } from '../support/service';

const PAGE = 'https://pacta.example.org/?agreement=pact';

describeStored(`the link that ends mails on ${DATABASE}`, () => {
  let service: TestService;
  let id: string;

  beforeAll(async () => {
    service = await startTestService(new FakeClock('2026-01-01T00:00:00Z'));
  });
  beforeEach(async () => {
    await service.clear();
    const { body } = await service.call<{ id: string }>('POST', '/v1/webhooks', {
      kind: 'email',
      to: 'monitor@example.org',
    });
    id = body.id;
  });
  afterAll(() => service.end());

  const link = (address = 'monitor@example.org', language: 'en' | 'uk' = 'en') => {
    const made = new URL(unsubscribeLink(service.app.get(Vault), { id, address }, PAGE, language));
    return `${made.pathname}${made.search}`;
  };
  const state = async () =>
    (await service.call<{ state: string }>('GET', `/v1/webhooks/${id}`)).body.state;
  const post = (path: string, init: RequestInit = {}) =>
    fetch(`${service.url}${path}`, { method: 'POST', ...init });

  it('is in every mail, and in no message of another kind', () => {
    const settings = service.app.get(DestinationSettings);
    const body = JSON.stringify({
      type: 'ping',
      timestamp: '2026-01-01T00:00:00Z',
      data: { url: PAGE, text: 'Hello' },
    });
    const to = { id, kind: 'email', language: 'uk', address: 'monitor@example.org' } as const;
    const mail = settings.notice(to, { id: 'msg_1', body }, false);
    expect(mail.unsubscribeUrl).toBe(
      `https://pacta.example.org${link('monitor@example.org', 'uk')}`,
    );
    const chat = settings.notice({ ...to, kind: 'slack' }, { id: 'msg_1', body }, false);
    expect(chat.unsubscribeUrl).toBeUndefined();
  });

  it('changes nothing when it is opened', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(`${service.url}${link('monitor@example.org', 'uk')}`, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      if (method === 'GET') {
        const page = await answer.text();
        expect(page).toContain('monitor@example.org');
        expect(page).toContain('Припинити ці листи');
      }
    }
    expect(await state()).toBe('enabled');
  });

  it.each([
    {
      what: 'a form, as mail programs send it',
      init: {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      },
    },
    {
      what: 'a form of several parts',
      init: {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      },
    },
    { what: 'nothing, as the page does', init: {} },
  ])('ends the mails at a POST with $what', async ({ init }) => {
    const first = await post(link('monitor@example.org', 'uk'), init);
    expect([first.status, await first.json()]).toEqual([200, { result: 'done' }]);
    expect(await state()).toBe('disabled');
    expect(await (await post(link())).json()).toEqual({ result: 'already' });
    await service.call('PATCH', `/v1/webhooks/${id}`, { state: 'enabled' });
    expect(await state()).toBe('enabled');
  });

  it('of a former address, with another proof or of another kind is none', async () => {
    const former = link();
    await service.call('PATCH', `/v1/webhooks/${id}`, { to: 'other@example.org' });
    const paths = [former, `/unsubscribe/${id}/${'a'.repeat(32)}`, '/unsubscribe/ep_none/x'];
    for (const path of paths) {
      expect((await fetch(`${service.url}${path}`)).status).toBe(404);
      expect((await post(path)).status).toBe(404);
    }
    expect(await state()).toBe('enabled');
  });
});
