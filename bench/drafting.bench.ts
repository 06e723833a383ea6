import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/config/root';
import { draft } from '../src/draft/draft';
import { cpuMs, type Goal, median, type Row, report } from './report';

/** Drafts from texts: how many expressions of annotated texts are read rightly, and how long a text takes. */

/** Annotated texts with a scorer of their own, beside the project; without them the project's own sentences are scored. */
const SHARED = join(PROJECT_ROOT, '..', 'shared', 'drafting');
const OWN = join(PROJECT_ROOT, 'bench', 'drafting', 'sentences.json');

interface Sentence {
  text: string;
  /** "flag" where a flag is right. */
  expect: { quote: string; phrase: string; obligor: string | null }[];
}

const sentences = JSON.parse(readFileSync(OWN, 'utf8')) as Sentence[];

/** Answers in a temporary directory, in the form that the scorer reads. */
function scoreShared(): void {
  const answers = mkdtempSync(join(tmpdir(), 'pacta-drafting-'));
  for (const name of readdirSync(SHARED).filter((file) => file.endsWith('.txt'))) {
    const { proposals, flags } = draft(readFileSync(join(SHARED, name), 'utf8'));
    const file = join(answers, name.replace(/\.txt$/, '.json'));
    writeFileSync(file, JSON.stringify({ proposals, unresolved: flags }));
  }
  const scorer = [join(SHARED, 'score.py'), SHARED, '--answers', answers];
  const { stdout, stderr } = spawnSync('python3', scorer, { encoding: 'utf8' });
  process.stdout.write(`${stdout}${stderr}\n`);
  rmSync(answers, { recursive: true, force: true });
}

interface Count {
  duties: number;
  seen: number;
  right: number;
  sure: number;
  sureRight: number;
}

/** The project's own sentences, each read alone. */
function scoreOwn(): Count {
  const count: Count = { duties: 0, seen: 0, right: 0, sure: 0, sureRight: 0 };
  for (const { text, expect } of sentences) {
    const { proposals, flags } = draft(text);
    for (const { quote, phrase } of expect) {
      const start = text.indexOf(quote);
      const end = start + quote.length;
      const meets = (span: { start: number; end: number }) => span.start < end && span.end > start;
      const read = proposals.find((one) => meets(one) && `${one.key}: ${one.phrase}` === phrase);
      const flagged = flags.some(meets);
      const proposed = proposals.filter(meets);
      count.duties += 1;
      if (flagged || proposed.length > 0) count.seen += 1;
      const right = phrase === 'flag' ? flagged && proposed.length === 0 : read !== undefined;
      if (right) count.right += 1;
      if (proposed.some(({ confidence }) => confidence === 'high')) {
        count.sure += 1;
        if (right) count.sureRight += 1;
      }
    }
  }
  return count;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

function goalsOf({ duties, seen, right, sure, sureRight }: Count): Goal[] {
  return [
    {
      name: 'expressions proposed or flagged',
      goal: '≥ 99 %',
      measured: percent(seen, duties),
      met: seen >= 0.99 * duties,
    },
    {
      name: 'read rightly',
      goal: '≥ 85 %',
      measured: percent(right, duties),
      met: right >= 0.85 * duties,
    },
    {
      name: 'right where the confidence is high',
      goal: '≥ 99 %',
      measured: percent(sureRight, sure),
      met: sureRight >= 0.99 * sure,
    },
  ];
}

/** A text of about so many words, of the sentences in turn. */
function textOf(words: number): string {
  const parts: string[] = [];
  let count = 0;
  for (let i = 0; count < words; i += 1) {
    const text = sentences[i % sentences.length]?.text ?? '';
    parts.push(`${i + 1}. ${text}`);
    count += text.split(' ').length;
  }
  return parts.join('\n\n');
}

const MOST_MS_PER_1000 = 20;

async function main(): Promise<void> {
  if (existsSync(join(SHARED, 'score.py')) && !process.argv.includes('--json')) scoreShared();
  for (let i = 0; i < 3; i += 1) draft(textOf(20_000));
  const rows: Row[] = [];
  for (const words of [1_000, 10_000, 50_000, 200_000]) {
    const text = textOf(words);
    const times = words < 50_000 ? 9 : 1;
    const passes: number[] = [];
    for (let i = 0; i < times; i += 1) passes.push(await cpuMs(async () => draft(text)));
    const value = median(passes) / (words / 1_000);
    rows.push({
      contender: `${words.toLocaleString('en')} words`,
      value,
      unit: 'ms of CPU for 1,000 words',
      ratio: value / (rows[0]?.value ?? value),
    });
  }
  const slowest = Math.max(...rows.map(({ value }) => value));
  report('drafts from texts', rows, [
    ...goalsOf(scoreOwn()),
    {
      name: 'time for 1,000 words, at any length',
      goal: `≤ ${MOST_MS_PER_1000} ms`,
      measured: `${slowest.toFixed(1)} ms`,
      met: slowest <= MOST_MS_PER_1000,
    },
  ]);
}

void main();
