import {
  parseCondition,
  parseDue,
  parseExtends,
  parseFalls,
  parseHolds,
  parseMoment,
  parsePauses,
  parseRenews,
  parseReverts,
} from '../../engine/phrase/parse';

/** The keys that a draft proposes, each with the parser of its phrases. */
const PARSERS = {
  due: parseDue,
  holds: parseHolds,
  falls: parseFalls,
  opens: parseMoment,
  when: parseCondition,
  unless: parseCondition,
  renews: parseRenews,
  extends: parseExtends,
  pauses: parsePauses,
  reverts: parseReverts,
} as const;

export type Key = keyof typeof PARSERS;

/** Whether the language has this phrase. */
export const accepts = (key: Key, phrase: string): boolean => PARSERS[key](phrase).ok;
