import { readPlain } from '../moments/moments';
import { SIDES } from '../moments/relations';
import { endsHere } from '../moments/tails';
import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor } from '../text/text-cursor';
import { readLength } from '../values/lengths';

/** Reads periods of notice and terms of payment. */

const GIVING = new Lexicon<true>([
  [
    'upon|on|with|by|after|by giving|upon giving|on giving|giving|subject to|subject to giving|upon provision of|by serving|upon service of|at|following',
    true,
  ],
]);
const TO_WHOM = new Lexicon<true>([
  [
    'to other party|to other|to either party|to tenant|to landlord|to customer|to supplier|to employer|to employee|in writing|from either party|by either party|to other parties|to depositary|to company|to lender|to borrower|to agent',
    true,
  ],
]);
const EXPIRING = new Lexicon<true>([
  ['expiring on|expiring at|ending on|to expire on|to end on|expiring upon|to expire at', true],
]);

/** "upon thirty days' prior written notice": a period after a notice, or a notice given a period before something. */
export function readNotice(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  if (!cursor.take('at', 'any', 'time')) cursor.take('any', 'time');
  cursor.takeFrom(GIVING);
  const length = readLength(cursor);
  if (length?.tail !== 'notice') return undefined;
  while (cursor.takeFrom(TO_WHOM) !== undefined);
  if (cursor.takeFrom(EXPIRING) !== undefined) {
    const ends = readPlain(cursor, 1);
    return ends && `by ${length.text} before ${ends.text}`;
  }
  if (!endsHere(cursor)) return undefined;
  const [sample = 'signing'] = cursor.names.samples;
  throw new Asked('does the notice begin the period, or end it', cursor.spanFrom(from), [
    { text: `${length.text} after the notice`, means: 'the date is so long after the notice' },
    {
      text: `by ${length.text} before ${sample}`,
      means: `the notice is given so long before ${sample}, say`,
    },
    ...cursor.names.samples.map((one) => ({
      text: `${length.text} after ${one}`,
      means: `the date is so long after ${one}`,
    })),
  ]);
}

const END_OF_MONTH = new Lexicon<true>([['eom|end of month', true]]);

/** "net 30 days from the invoice", "30 days net", "30 days end of month". */
export function readNet(cursor: TextCursor): string | undefined {
  const from = cursor.position;
  const net = cursor.takeOne('net') !== undefined;
  const length =
    cursor.attempt(() => readLength(cursor)?.text) ?? (net ? daysAlone(cursor) : undefined);
  if (length === undefined) return undefined;
  const after = !net && cursor.takeOne('net') !== undefined;
  const month = cursor.takeFrom(END_OF_MONTH) !== undefined;
  if (!(net || after || month)) return undefined;
  const side = cursor.take('of') ? 'after' : cursor.takeFrom(SIDES);
  if (side !== undefined && side !== 'after') return undefined;
  const of = side === undefined ? undefined : readPlain(cursor, 1);
  if (side !== undefined && of === undefined) return undefined;
  const at = cursor.spanFrom(from);
  const found = of === undefined ? cursor.names.samples : [of.text];
  if (month) {
    throw new Asked(
      'does the period run from the end of the month',
      at,
      found.flatMap((one) => [
        {
          text: `by ${length} after last day of the month of ${one}`,
          means: `counted from the last day of the month of ${one}`,
        },
        {
          text: `by last day of the month of ${length} after ${one}`,
          means: `to the end of the month in which ${length} after ${one} lie`,
        },
      ]),
    );
  }
  if (of !== undefined) return `by ${length} after ${of.text}`;
  throw new Asked(
    'from which moment does the period run',
    at,
    found.map((one) => ({ text: `by ${length} after ${one}`, means: `counted from ${one}` })),
  );
}

/** "net 30". */
function daysAlone(cursor: TextCursor): string | undefined {
  const amount = cursor.takeCardinal();
  return amount === undefined ? undefined : `${amount} days`;
}
