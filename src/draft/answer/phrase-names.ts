import {
  parseDue,
  parseFalls,
  parseHolds,
  parseMoment,
  parseRenews,
} from '../../engine/phrase/parse';
import type { Holds, MomentExpr, Ref } from '../../engine/phrase/tree';
import { refsIn, refsInCondition, rootsOf } from '../../engine/phrase/walk';
import type { Key } from '../reader/accepts';

/** The moments that a phrase names; none for other keys, such as `extends`. */
export function namesIn(key: Key, phrase: string): Ref[] {
  switch (key) {
    case 'due': {
      const due = parseDue(phrase);
      return due.ok ? rootsOf(due.tree).flatMap(refsIn) : [];
    }
    case 'falls': {
      const falls = parseFalls(phrase);
      return falls.ok ? rootsOf(falls.tree).flatMap(refsIn) : [];
    }
    case 'opens': {
      const opens = parseMoment(phrase);
      return opens.ok ? refsIn(opens.tree) : [];
    }
    case 'holds': {
      const holds = parseHolds(phrase);
      return holds.ok ? insideHolds(holds.tree) : [];
    }
    case 'renews': {
      const renews = parseRenews(phrase);
      return renews.ok ? [{ type: 'ref', path: renews.tree.unless }] : [];
    }
    default:
      return [];
  }
}

function insideHolds(holds: Holds): Ref[] {
  const moments: MomentExpr[] = [holds.from, holds.until].filter((one) => one !== undefined);
  const condition = holds.while === undefined ? [] : refsInCondition(holds.while);
  return [...moments.flatMap(refsIn), ...condition];
}
