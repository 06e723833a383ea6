/** Control characters, and marks that change the direction of text. */
const CONTROLS = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/gu;

/** The value of an answer; the service writes control characters of old texts as escapes. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' ? value.replace(CONTROLS, '\ufffd') : value,
    );
  } catch {
    return {};
  }
}
