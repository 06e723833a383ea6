/** What stands for a secret that was cut out. */
const CUT = '…';

/**
 * A pattern for one of some ASCII characters as an address may spell it: itself, or escaped (`%5F`), once or several
 * times over (`%255F`).
 */
function spelt(characters: string): string {
  const codes = [...characters].map((one) => one.charCodeAt(0).toString(16));
  const escaped = characters.replace(/[\\\]^-]/g, '\\$&');
  return `(?:[${escaped}]|%(?:25){0,9}(?:${codes.join('|')}))`;
}

function word(letters: string): string {
  return [...letters].map((one) => spelt(one.toLowerCase() + one.toUpperCase())).join('');
}

const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Tokens of access, cookies and feed URLs all look like this. */
const TOKEN = `${word('pacta')}${spelt('_')}${spelt(ALPHANUMERIC)}{26}${spelt('_')}${spelt(`${ALPHANUMERIC}_-`)}+`;

/** A parameter of an address that is meant to hold a secret, whatever it holds. */
const NAMES = ['feed', 'token', 'access_token'].map(word).join('|');
/** As a client writes a list: `feed[]=…`, `feed[0]=…`. */
const BRACKETS = `(?:${spelt('[')}[^\\s&;#"'<>=]{0,9}?${spelt(']')})?`;
const PARAMETER = `(^|[\\s/]|${spelt('?&;#')})((?:${NAMES})${BRACKETS}${spelt('=')})[^\\s&;#"'<>]+`;

/** A sign-in link with its code, also where a typing error stands between its words or before the code. */
const SIGN_IN = `(${word('sign')}${spelt('-_')}?${word('in')}[^\\s"'<>]{1,40}?)${spelt(`${ALPHANUMERIC}_-`)}{20,}`;

/** What opens something, as it may stand in an address. */
const IN_ADDRESSES: readonly [RegExp, string][] = [
  [new RegExp(TOKEN, 'gi'), `pacta_${CUT}`],
  [new RegExp(PARAMETER, 'gi'), `$1$2${CUT}`],
  [new RegExp(SIGN_IN, 'gi'), `$1${CUT}`],
  [/\b(whsec|whsk)_[\w+/=-]{8,}/g, `$1_${CUT}`],
];

/** Everything that opens something, wherever it stands in a text. */
const ANYWHERE: readonly [RegExp, string][] = [
  ...IN_ADDRESSES,
  [/\bBearer\s+[^\s"',;]+/gi, `Bearer ${CUT}`],
  // The credentials of a URL, in a database's address and a receiver's.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${CUT}@`],
];

/** A text without the secrets that it may have picked up, for logs and records. */
export function redacted(text: string): string {
  return without(ANYWHERE, text);
}

/** A text without the secrets of an address, for answers that repeat what was asked. */
export function withoutTokens(text: string): string {
  return without(IN_ADDRESSES, text);
}

function without(secrets: readonly [RegExp, string][], text: string): string {
  return secrets.reduce((kept, [secret, instead]) => kept.replace(secret, instead), text);
}
