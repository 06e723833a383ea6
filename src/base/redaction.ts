/** Replaces a secret. */
const REDACTED = '…';

/**
 * A pattern for one of some ASCII characters in a URL: the character itself, or percent-encoded once (`%5F`) or several
 * times (`%255F`).
 */
function encoded(characters: string): string {
  const codes = [...characters].map((one) => one.charCodeAt(0).toString(16));
  const escaped = characters.replace(/[\\\]^-]/g, '\\$&');
  return `(?:[${escaped}]|%(?:25){0,9}(?:${codes.join('|')}))`;
}

function word(letters: string): string {
  return [...letters].map((one) => encoded(one.toLowerCase() + one.toUpperCase())).join('');
}

const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The form of access tokens, session cookies and feed secrets. */
const TOKEN = `${word('pacta')}${encoded('_')}${encoded(ALPHANUMERIC)}{26}${encoded('_')}${encoded(`${ALPHANUMERIC}_-`)}+`;

/** Query parameters that carry a secret, with any value. */
const NAMES = ['feed', 'token', 'access_token'].map(word).join('|');
/** As a client writes a list: `feed[]=…`, `feed[0]=…`. */
const BRACKETS = `(?:${encoded('[')}[^\\s&;#"'<>=]{0,9}?${encoded(']')})?`;
const PARAMETER = `(^|[\\s/]|${encoded('?&;#')})((?:${NAMES})${BRACKETS}${encoded('=')})[^\\s&;#"'<>]+`;

/** A sign-in link with its code, also if a typing error stands between its words or before the code. */
const SIGN_IN = `(${word('sign')}${encoded('-_')}?${word('in')}[^\\s"'<>]{1,40}?)${encoded(`${ALPHANUMERIC}_-`)}{20,}`;

/** Secrets in the form they have in a URL. */
const IN_ADDRESSES: readonly [RegExp, string][] = [
  [new RegExp(TOKEN, 'gi'), `pacta_${REDACTED}`],
  [new RegExp(PARAMETER, 'gi'), `$1$2${REDACTED}`],
  [new RegExp(SIGN_IN, 'gi'), `$1${REDACTED}`],
  [/\b(whsec|whsk)_[\w+/=-]{8,}/g, `$1_${REDACTED}`],
  [/(\/(?:acknowledge|unsubscribe)\/\w+\/)[\w-]{8,}/g, `$1${REDACTED}`],
  // Addresses of chat services that are themselves the permission to write; "XXXX" stands for it in examples.
  [/(hooks\.slack(?:-gov)?\.com\/[a-z]+\/)(?!T000\/B000\/XXXX)[^\s"'<>]+/gi, `$1${REDACTED}`],
  [/(discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)(?!\d+\/XXXX)[^\s"'<>]+/gi, `$1${REDACTED}`],
  [/(\/bot)\d+:[\w-]+/g, `$1${REDACTED}`],
  [/([?&](?:sig|key)=)[^\s&#"'<>]+/gi, `$1${REDACTED}`],
];

/** Every secret, in any text. */
const ANYWHERE: readonly [RegExp, string][] = [
  ...IN_ADDRESSES,
  [/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`],
  // User and password in a URL, such as that of a database or a webhook.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${REDACTED}@`],
];

/** A text without secrets, for logs and records. */
export function redacted(text: string): string {
  return without(ANYWHERE, text);
}

/** A text without the secrets of URLs, for answers that repeat a part of the request. */
export function withoutTokens(text: string): string {
  return without(IN_ADDRESSES, text);
}

function without(secrets: readonly [RegExp, string][], text: string): string {
  return secrets.reduce((rest, [secret, replacement]) => rest.replace(secret, replacement), text);
}
