/** The characters of a text that no output may contain. The caller decides about line feeds and tabs. */
export function controlsOf(text: string): string[] {
  return [...text].filter((character) => isControl(character.charCodeAt(0)));
}

function isControl(code: number): boolean {
  const c0 = code < 0x20 && code !== 0x09 && code !== 0x0a;
  const c1 = code >= 0x7f && code <= 0x9f;
  const bidi = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return c0 || c1 || bidi || code === 0x2028 || code === 0x2029;
}
