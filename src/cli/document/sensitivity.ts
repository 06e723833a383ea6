import { SystemClock } from '../../base/clock';
import { type Fault, Refusal } from '../../base/refusal';
import { readSettings } from '../../config/settings';
import { readAgreement } from '../../domain/agreement/document/loader';
import { readQuestion } from '../../domain/what-if/question';
import {
  DAYS_HEAD,
  dayLine,
  type PresentedDay,
  type PresentedSlack,
  presentDayOfSigning,
  presentSlack,
  SLACK_HEAD,
  slackLine,
} from '../../domain/what-if/sensitivity/present-sensitivity';
import { readRange } from '../../domain/what-if/sensitivity/sensitivity-query';
import { slackOf, slicedDays } from '../../domain/what-if/sensitivity/slices';
import { readText } from '../output/files';
import { formatIn } from '../output/format';
import { print, printJson } from '../output/print';
import { readFacts } from '../output/read-facts';

interface Options {
  from: string;
  to: string;
  at?: string;
  facts?: string;
  blackout: string[];
  format: string;
}

const FORMATS = ['table', 'json', 'csv', 'slack-csv'];

/** `pacta sensitivity FILE`: the conflicts of every signing day, and how far each obligation may slip. */
export async function sensitivityFile(file: string, options: Options): Promise<void> {
  formatIn(options.format, FORMATS);
  const agreement = readAgreement(readText(file), file, { limits: readSettings().limits });
  const facts = options.facts === undefined ? [] : readFacts(options.facts, agreement);
  const clock = new SystemClock();
  const faults: Fault[] = [];
  const range = readRange(options, faults);
  const asked = { signing: [], assume: [], blackout: options.blackout };
  const question = readQuestion(asked, agreement, clock.now(), faults);
  if (range === undefined || question === undefined) {
    const placed = faults.map((fault) => ({
      ...fault,
      pointer: fault.pointer.replace(/^\/([a-z]+).*/, '--$1'),
    }));
    throw new Refusal('invalid', 'The question has faults; nothing was computed.', placed);
  }
  const days: PresentedDay[] = [];
  for await (const some of slicedDays(question, facts, range, clock))
    days.push(...some.map(presentDayOfSigning));
  const slack = (await slackOf(question, facts, range, clock)).map((one) =>
    presentSlack(one, agreement.document.id),
  );
  if (options.format === 'json') printJson({ hypothetical: true, days, slack });
  else print(`${textOf(options.format, days, slack)}\n`);
}

function textOf(
  format: string,
  days: readonly PresentedDay[],
  slack: readonly PresentedSlack[],
): string {
  switch (format) {
    case 'csv':
      return [DAYS_HEAD, ...days.map(dayLine)].join('\n');
    case 'slack-csv':
      return [SLACK_HEAD, ...slack.map(slackLine)].join('\n');
    default:
      return table(days, slack);
  }
}

function table(days: readonly PresentedDay[], slack: readonly PresentedSlack[]): string {
  const lines = days.map(({ signing, count, byKind }) => {
    const kinds = Object.entries(byKind).map(([kind, n]) => `${n} ${kind}`);
    return `${signing}  ${String(count).padStart(5)}  ${kinds.join(', ')}`.trimEnd();
  });
  const bound = slack.filter(({ misses }) => misses !== null);
  const binds = bound.map(
    ({ milestone, days: slip, misses }) =>
      `${milestone}: ${slip} days, then ${misses?.milestone} (${misses?.dueOn}) is missed: ${misses?.chain.join(' > ')}`,
  );
  const free = slack.length - bound.length;
  return [
    'Signing     Conflicts',
    ...lines,
    '',
    ...(binds.length === 0 ? [] : ['Slack', ...binds, '']),
    `${free} of ${slack.length} obligations with a date still to keep may slip without another deadline being missed.`,
  ].join('\n');
}
