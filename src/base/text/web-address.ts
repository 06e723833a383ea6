import { hasControls } from './clean';

/**
 * Whether a text is a web address that may become a link: http or https with a host, no white space and
 * no control character. A browser drops line breaks inside an address, so "java\nscript:" must not pass either.
 */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^/?#\\]/i.test(text) || /[\s\\]/.test(text) || hasControls(text)) return false;
  return URL.canParse(text);
}

/**
 * Whether a text begins with a scheme other than http or https: what a document may not give as a source. An
 * address without any scheme is text and never becomes a link.
 */
export function hasOtherScheme(text: string): boolean {
  const compact = text.replace(/[\s\p{Cc}]/gu, '');
  return /^[a-z][a-z0-9+.-]*:/i.test(compact) && !isWebAddress(text);
}
