import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FACT_KINDS, factKind } from '../../../src/engine/model/fact-kinds';
import { type Headline, STATES, type State, TIMELINESS } from '../../../src/engine/model/status';
import { MOVES, type Move, movesFrom } from '../../../src/engine/status/moves';
import { headline } from '../../../src/engine/status/status';
import { SORTS, type Sort, statusWords } from '../../../src/engine/status/status-words';

const PAGE = join(__dirname, '..', '..', '..', 'docs', 'status.md');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const code = (word: string): string => `\`${word}\``;
const listed = (words: readonly string[]): string => words.map(code).join(', ') || 'none';

/** `on-time` and `late` never occur with a state in which something is still owed. */
const OPEN_TIMELINESS = TIMELINESS.filter((one) => one !== 'on-time' && one !== 'late');

/** The headline of a state for every timeliness, in short. */
function headlineOf(state: State): string {
  const each = TIMELINESS.map((timeliness) => headline({ timeliness, state }));
  if (OPEN_TIMELINESS.every((timeliness) => headline({ timeliness, state }) === timeliness))
    return 'the timeliness';
  const [most = 'undated'] = each;
  const others = TIMELINESS.filter((_, i) => each[i] !== most);
  const beginning = headline({ timeliness: 'on-time', state }, 'beginning');
  if (beginning !== most) return `${code(most)}, ${code(beginning)} where it is a beginning`;
  const rest = others.map(
    (timeliness) => `, ${code(headline({ timeliness, state }))} where ${code(timeliness)}`,
  );
  return code(most) + rest.join('');
}

const WRITTEN: Readonly<Record<Sort, string>> = {
  deadline: '`due`',
  interval: '`holds`',
  beginning: '`falls`, marks a beginning',
  end: '`falls`, marks an end',
  moment: '`falls`, marks neither',
  right: '`opens` alone',
  notice: '`renews`',
  goal: '`target` without `due`',
};

/** The status after the instant if nothing was recorded. */
const THEN: Readonly<Record<Sort, readonly Headline[]>> = {
  deadline: ['in-grace', 'overdue'],
  interval: ['holding', 'expired'],
  beginning: ['took-effect'],
  end: ['expired'],
  moment: ['came'],
  right: ['open'],
  notice: ['expired'],
  goal: ['open'],
};

/** The tables of the documentation by name, printed from the code. */
const TABLES: Readonly<Record<string, string>> = {
  kinds: table(
    ['fact', 'about', 'it says', 'carries'],
    Object.keys(FACT_KINDS).map((name) => {
      const {
        of,
        meaning,
        requiresOneOf = [],
        allows = [],
      } = factKind(name) ?? { of: [], meaning: '' };
      const carries =
        requiresOneOf.length > 0
          ? requiresOneOf.map(code).join(' or ')
          : allows.map(code).join(', ');
      return [code(name), of.join(', '), meaning, carries];
    }),
  ),
  moves: table(
    ['move', 'legal from', 'becomes', 'by whom'],
    (Object.keys(MOVES) as Move[]).map((move) => {
      const { from, to, who } = MOVES[move];
      const whom = who === 'others' ? 'others than those who owe it' : who;
      return [code(move), listed(from), ['same', 'as before'].includes(to) ? to : code(to), whom];
    }),
  ),
  states: table(
    ['state', 'legal moves'],
    STATES.map((state) => [code(state), listed(movesFrom(state))]),
  ),
  words: table(
    ['what it is about', 'in the document', 'ahead', 'soon', 'then'],
    SORTS.map((sort) => [
      code(sort),
      WRITTEN[sort],
      statusWords(sort, 'upcoming'),
      statusWords(sort, 'due-soon'),
      THEN[sort].map((status) => statusWords(sort, status)).join(', '),
    ]),
  ),
  headlines: table(
    ['state', 'headline'],
    STATES.map((state) => [code(state), headlineOf(state)]),
  ),
};

const PLACE = /<!-- table: (\w+) -->\n[\s\S]*?<!-- end -->/g;

describe('docs/status.md', () => {
  const written = readFileSync(PAGE, 'utf8');
  const printed = written.replace(
    PLACE,
    (_, name: string) => `<!-- table: ${name} -->\n\n${TABLES[name]}\n\n<!-- end -->`,
  );
  if (process.env.PACTA_PRINT_TABLES) writeFileSync(PAGE, printed);

  it('has every table as the code has it (PACTA_PRINT_TABLES=1 writes them)', () => {
    const shown = [...written.matchAll(PLACE)].map(([, name]) => name);
    expect(new Set(shown)).toEqual(new Set(Object.keys(TABLES)));
    expect(written).toBe(printed);
  });
});
