/** Everything that opens something, wherever it stands in a text. */
const SECRETS: readonly [RegExp, string][] = [
  // Tokens of access, cookies and feed URLs all look like this.
  [/pacta_[0-9A-Za-z]{26}_[\w-]{20,}/g, 'pacta_…'],
  [/\b(whsec|whsk)_[\w+/=-]{8,}/g, '$1_…'],
  [/\bBearer\s+[^\s"',;]+/gi, 'Bearer …'],
  // The credentials of a URL, in a database's address and a receiver's.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, '$1…@'],
];

/** A text without the secrets that it may have picked up, for logs and records. */
export function redacted(text: string): string {
  return SECRETS.reduce((kept, [secret, instead]) => kept.replace(secret, instead), text);
}
