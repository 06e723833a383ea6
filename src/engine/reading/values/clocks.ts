import { Lexicon } from '../text/lexicon';
import { Asked, type TextCursor, Unread } from '../text/text-cursor';

/** A clock time HH:MM and the IANA name of the zone that the text gives it. */
interface ClockTime {
  clock: string;
  zone?: string;
}

/** Abbreviations and places whose clocks are meant; each has one zone. */
const ZONES: readonly (readonly [string, string])[] = [
  ['utc|gmt|z|zulu|zulu time|universal time|greenwich mean time|coordinated universal time', 'UTC'],
  ['msk|moscow time', 'Europe/Moscow'],
  ['kyiv time|kiev time', 'Europe/Kyiv'],
  ['eastern time|new york time|new york city time|washington time', 'America/New_York'],
  ['pacific time|los angeles time', 'America/Los_Angeles'],
  ['cest', 'Etc/GMT-2'],
  ['eest', 'Etc/GMT-3'],
  ['bst', 'Etc/GMT-1'],
  ['edt', 'Etc/GMT+4'],
  ['pdt', 'Etc/GMT+7'],
  ['tokyo time', 'Asia/Tokyo'],
  ['beijing time', 'Asia/Shanghai'],
  ['jerusalem time|israel time', 'Asia/Jerusalem'],
  ['gaza time', 'Asia/Gaza'],
  ['cairo time', 'Africa/Cairo'],
  ['doha time', 'Asia/Qatar'],
  ['istanbul time|ankara time', 'Europe/Istanbul'],
  ...'Brussels London Paris Berlin Vienna Geneva Zurich Rome Madrid Lisbon Dublin Helsinki Minsk Warsaw Luxembourg'
    .split(' ')
    .map((city): [string, string] => [
      `${city.toLowerCase()} time`,
      `Europe/${city === 'Geneva' ? 'Zurich' : city}`,
    ]),
];

/** "gmt" and "g.m.t": an abbreviation may have dots. */
function withDots(names: string): string {
  return names
    .split('|')
    .flatMap((name) => (/^[a-z]{3,4}$/.test(name) ? [name, [...name].join('.')] : [name]))
    .join('|');
}

const ZONE_WORDS = new Lexicon<string>([
  ...ZONES.map(([names, zone]): [string, string] => [withDots(names), zone]),
  ['local time|local', ''],
]);

/** Places whose clocks have a name, each with its zone. */
const PLACE_ZONES = ZONES.filter(([, zone]) => zone.includes('/') && !zone.startsWith('Etc/'))
  .flatMap(([names, zone]) =>
    names.split('|').map((name) => [/^(.+) time$/.exec(name)?.[1] ?? '', zone] as const),
  )
  .filter(([place]) => place !== '' && place !== 'eastern' && place !== 'pacific');
const PLACES = new Lexicon<string>(PLACE_ZONES.map(([place, zone]) => [place, zone]));

/** "18:00 in London": the place is no name of a zone. */
export const IN_PLACE = new RegExp(
  `\\bin (?:${PLACE_ZONES.map(([place]) => place).join('|')})(?=\\s|\\)|$)`,
  'i',
);

/** Abbreviations of a fixed offset that many use for the clock of a place, which has summer time. */
const TWO_ZONES = new Lexicon<readonly [place: string, fixed: string]>([
  [withDots('cet|central european time'), ['Europe/Brussels', 'Etc/GMT-1']],
  [withDots('eet|eastern european time'), ['Europe/Kyiv', 'Etc/GMT-2']],
  [withDots('est|eastern standard time'), ['America/New_York', 'Etc/GMT+5']],
  [withDots('pst|pacific standard time'), ['America/Los_Angeles', 'Etc/GMT+8']],
]);

/** Reads "UTC", "(Kyiv time)", "local time", "in Europe/Kyiv". The empty text is the zone of the document. */
export function readZone(cursor: TextCursor): string | undefined {
  return cursor.attempt(() => {
    cursor.takeOne(',');
    const open = cursor.takeOne('(') !== undefined;
    const placed = cursor.takeOne('in') !== undefined || open;
    const zone = zoneNamed(cursor) ?? (placed ? cursor.takeFrom(PLACES) : undefined);
    if (zone === undefined || (open && cursor.takeOne(')') === undefined)) return undefined;
    return zone;
  });
}

function zoneNamed(cursor: TextCursor): string | undefined {
  const word = cursor.words[cursor.position];
  const from = cursor.position;
  const both = cursor.takeFrom(TWO_ZONES);
  takeLastDot(cursor, from);
  if (both !== undefined) {
    const [place, fixed] = both;
    const at = cursor.spanFrom(from);
    throw new Asked(`does ${cursor.written(at)} have summer time`, at, [
      { text: place, means: `the clock of ${place}, with summer time` },
      { text: fixed, means: 'the same offset all year' },
    ]);
  }
  if (cursor.takeOne('ist', 'i.s.t') !== undefined) {
    takeLastDot(cursor, from);
    throw new Asked('which of three zones is IST', cursor.spanFrom(from), [
      { text: 'Asia/Jerusalem', means: 'that of Israel' },
      { text: 'Asia/Kolkata', means: 'that of India' },
      { text: 'Europe/Dublin', means: 'that of Ireland' },
    ]);
  }
  const offset = cursor.attempt(() => readOffset(cursor));
  if (offset !== undefined) return offset;
  const known = cursor.takeFrom(ZONE_WORDS);
  takeLastDot(cursor, from);
  if (known !== undefined) return known;
  if (word === undefined || !/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+)+$/.test(word.raw)) {
    return undefined;
  }
  cursor.position++;
  return word.raw;
}

/** The last dot of an abbreviation: "G.M.T.". */
function takeLastDot(cursor: TextCursor, from: number): void {
  if (cursor.position > from && cursor.peek(-1).includes('.')) cursor.takeOne('.');
}

/** "UTC+2", "GMT -5": the names of fixed offsets have the opposite sign. */
function readOffset(cursor: TextCursor): string | undefined {
  const joined = /^(?:utc|gmt)-(\d{1,2})$/.exec(cursor.peek())?.[1];
  if (joined !== undefined) cursor.position++;
  else if (cursor.takeOne('utc', 'gmt') === undefined) return undefined;
  const sign = joined === undefined ? cursor.takeOne('+', '-') : '-';
  const hours = joined ?? (sign === undefined ? undefined : cursor.takeCardinal());
  if (hours === undefined || Number(hours) > 12) return undefined;
  return Number(hours) === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${hours}`;
}

const NAMED = new Lexicon<string>([
  [
    ['', '12 ', '12:00 ', '12.00 ', 'twelve ', "twelve o'clock ", "12 o'clock ", "12.00 o'clock "]
      .flatMap((lead) => [`${lead}noon`, `${lead}midday`])
      .join('|'),
    '12:00',
  ],
  ['midnight at end of|midnight ending|midnight concluding', '24:00'],
  ['midnight at beginning of|midnight at start of|midnight beginning|midnight starting', '00:00'],
]);

/** Reads a clock time: "18:00", "6 p.m.", "noon", "0600 hours (local time)". Midnight alone is a question. */
export function readClock(cursor: TextCursor): ClockTime | undefined {
  return cursor.attempt(() => {
    const from = cursor.position;
    const clock = cursor.takeFrom(NAMED) ?? readMidnight(cursor) ?? readFigures(cursor, from);
    if (clock === undefined) return undefined;
    const zone = readZone(cursor);
    return zone === undefined || zone === '' ? { clock } : { clock, zone };
  });
}

const CLOSE = new Lexicon<true>([
  [
    'close of business|end of business|close of play|cob|end of business day|close of business hours',
    true,
  ],
]);

function readMidnight(cursor: TextCursor): undefined {
  const from = cursor.position;
  if (cursor.takeFrom(CLOSE) !== undefined) {
    throw new Asked('at what time does business close', cursor.spanFrom(from), [
      { text: '24:00', means: 'at any time of the day' },
      { text: '17:00', means: 'an hour that you choose' },
    ]);
  }
  const twelve = cursor.takeOne('12', '12:00', '12.00', 'twelve') !== undefined;
  if (twelve) cursor.takeOne("o'clock");
  if (cursor.takeOne('midnight') === undefined) {
    cursor.position = from;
    return undefined;
  }
  const at = cursor.spanFrom(from);
  throw new Asked('is it the midnight that begins or that ends the day', at, [
    { text: '24:00', means: 'the midnight that ends the day' },
    { text: '00:00', means: 'the midnight that begins the day' },
  ]);
}

function readFigures(cursor: TextCursor, from: number): string | undefined {
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?$|^(\d{2})(\d{2})$/.exec(cursor.peek());
  if (match === null) return undefined;
  const hour = Number(match[1] ?? match[3]);
  const minutes = match[2] ?? match[4];
  cursor.position++;
  const half = readHalfDay(cursor);
  const named = half === undefined && readHours(cursor);
  // Two or four figures alone are a number or a year.
  const dotted = match[0].includes('.') && cursor.peek() === 'on';
  if (half === undefined && !named && !dotted && !/[:h]/.test(match[0])) return undefined;
  const of = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  const at = cursor.spanFrom(from);
  if (half !== undefined && hour === 12 && Number(minutes ?? 0) === 0) {
    throw new Asked(`is "${cursor.written(at)}" noon or midnight`, at, [
      { text: `12:${minutes ?? '00'}`, means: 'noon' },
      { text: half === 'am' ? `00:${minutes ?? '00'}` : '24:00', means: 'midnight' },
    ]);
  }
  const minute = Number(minutes ?? 0);
  if (of > 24 || minute > 59 || (of === 24 && minute > 0) || (half !== undefined && hour > 12)) {
    throw new Unread(`"${cursor.written(at)}" is no time of the day`, 'a time such as 18:00', at);
  }
  return `${String(of).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function readHalfDay(cursor: TextCursor): 'am' | 'pm' | undefined {
  const half = cursor.takeOne('am', 'pm', 'a.m', 'p.m');
  if (half === undefined) return undefined;
  if (half.includes('.')) cursor.takeOne('.');
  return half.startsWith('a') ? 'am' : 'pm';
}

/** "hours", "hrs" or "o'clock" after a clock time, unless it is a period such as "48 hours after". */
function readHours(cursor: TextCursor): boolean {
  if (cursor.takeOne("o'clock") !== undefined) return true;
  const four = /^\d{4}$|[:.h]/.test(cursor.peek(-1));
  return four && cursor.takeOne('hours', 'hrs', 'h') !== undefined;
}
