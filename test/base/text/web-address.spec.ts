import { hasOtherScheme, isWebAddress } from '../../../src/base/text/web-address';

describe('an address that may become a link', () => {
  it.each([
    'https://example.org/letter.pdf',
    'http://example.org',
    'HTTPS://EXAMPLE.ORG/a?b=c#d',
    'https://uk.wikipedia.org/wiki/Договір',
    'https://[2001:db8::1]:8080/x',
  ])('%s is one', (text) => {
    expect([isWebAddress(text), hasOtherScheme(text)]).toEqual([true, false]);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://example.org/%0aalert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:msgbox(1)',
    'blob:https://example.org/1',
    'ftp://example.org/a',
    'https://example.org/\na',
    'https://example.org/\u202egpj.exe',
    'https:example.org',
    'https:///a',
    'https://exa mple.org',
    'https://example.org:notaport/',
    'http:\\\\example.org',
  ])('%j is none', (text) => {
    expect([isWebAddress(text), hasOtherScheme(text)]).toEqual([false, true]);
  });

  it.each(['', 'www.un.org/a', 'A/RES/68/262', '//example.org/a', '/v1/agreements'])(
    '%j is none, and has no scheme',
    (text) => {
      expect([isWebAddress(text), hasOtherScheme(text)]).toEqual([false, false]);
    },
  );
});
