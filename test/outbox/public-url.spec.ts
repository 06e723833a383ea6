import { addressOf, PublicUrl } from '../../src/outbox/public-url';

const LISTENING = { host: '127.0.0.1', port: 3210 };

describe('the links of messages', () => {
  it.each([
    [{ host: '127.0.0.1', port: 3210 }, 'http://127.0.0.1:3210'],
    [{ host: 'localhost', port: 80 }, 'http://localhost'],
    [{ host: '0.0.0.0', port: 3210 }, 'http://127.0.0.1:3210'],
    [{ host: '::', port: 3210 }, 'http://[::1]:3210'],
    [{ host: '2001:db8::7', port: 8080 }, 'http://[2001:db8::7]:8080'],
  ])('the settings %j listen at %s', (settings, origin) => {
    expect(addressOf(settings)).toBe(origin);
    expect(new URL(origin).origin).toBe(origin);
  });

  it('lead to where the service listens, once it does, to the port that it was given', () => {
    const links = new PublicUrl({ ...LISTENING, port: 0 });
    links.listensOn(41_234);
    expect(links.page()).toBe('http://127.0.0.1:41234/');
  });

  it('lead to the public address wherever it listens', () => {
    const links = new PublicUrl({ ...LISTENING, publicUrl: 'https://pacta.example.org' });
    links.listensOn(41_234);
    expect(links.page({ agreement: 'pact' })).toBe('https://pacta.example.org/?agreement=pact');
  });

  it('carry any id as the page reads it', () => {
    const milestone = 'relief.stage-1@north#3';
    const url = new URL(new PublicUrl(LISTENING).page({ agreement: 'pact', milestone }));
    expect(url.searchParams.get('milestone')).toBe(milestone);
    expect(url.hash).toBe('');
  });
});
