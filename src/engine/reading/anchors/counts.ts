import { cardinalAt } from '../text/number-words';
import { LEGAL_ACTS } from './noun-words';

/** Which of many acts an anchor means: that of the 55th party, or of the last of all. */

/** Words for a part of the parties, of which no number follows. */
const SHARE =
  /\b(?:(?:one|two|three|four|five|\d+)[ -](?:half|thirds?|quarters?|fourths?|fifths?)|half of|majority|per ?cent|%)(?:\W|$)/;

/** Of whom or of what a number of acts is counted. */
const COUNTED =
  /^(?:other |contracting |member |signatory |more |further )*(?:states?|part(?:y|ies)|members?|signatories|countries|governments|instruments?|ratifications|acceptances|approvals|accessions|deposits|notifications)\b/;

/** "55 Parties have deposited", "at least 55 States": the 55th; `other` for a share or an upper limit. */
export function countOf(words: readonly string[]): number | 'other' | undefined {
  const text = words.join(' ');
  if (SHARE.test(text)) return 'other';
  for (let i = 0; i < words.length; i++) {
    const found = cardinalAt((ahead) => words[i + ahead] ?? '', 0);
    if (found === undefined) continue;
    const before = words.slice(0, i).join(' ');
    const after = words.slice(i + found.next).join(' ');
    if (found.value < 2 || /\bthe$/.test(before) || !COUNTED.test(after)) {
      i += found.next - 1;
      continue;
    }
    const lower = /\b(?:(?:not|no) (?:less|fewer) than|at least|minimum of)$/.test(before);
    return !lower && /\b(?:than|most|to|maximum of|exceeding)$/.test(before)
      ? 'other'
      : found.value;
  }
  return undefined;
}

/** What all have deposited comes with the last deposit. */
export function isEverybody(words: readonly string[]): boolean {
  const all =
    /\ball (?:the |of the |contracting |member |signatory )*(?:states|parties|members|signatories)\b/;
  return (
    all.test(words.join(' ')) &&
    words.some((word) => LEGAL_ACTS.has(word) || /^deposit|^notif|^instruments?$/.test(word))
  );
}
