import { readSettings } from '../../config/settings';
import { FactImport, type Imported } from '../../domain/change/facts/fact-import';
import type { FactsPreview } from '../../domain/change/facts/facts';
import { asCommand } from '../admin/audit';
import { readText } from '../output/files';
import { formatIn } from '../output/format';
import { print, printJson } from '../output/print';
import { ProgressBar } from '../output/progress-bar';
import { ask, type Running, worker } from '../output/running-service';

interface Options {
  dryRun?: boolean;
  format: string;
}

type Answer = Imported | FactsPreview;

/** Bytes sent between two updates of the progress bar. */
const CHUNK = 16_384;

/** `pacta facts import AGREEMENT FILE`: records all facts of the file or none; importing it again changes nothing. */
export async function importFacts(
  agreement: string,
  file: string,
  options: Options,
): Promise<void> {
  formatIn(options.format, ['table', 'json']);
  const text = readText(file);
  const preview = options.dryRun ?? false;
  const through = await worker(readSettings());
  const bar = new ProgressBar(preview ? 'Checking' : 'Recording');
  let answer: Answer;
  try {
    if ('url' in through) {
      answer = await send(through, agreement, text, preview, bar);
    } else {
      const imports = through.service.app.get(FactImport);
      const progress = (done: number, of: number) => bar.show(done, of);
      answer = await asCommand('facts import', () =>
        imports.import(agreement, text, file, { preview, progress }),
      );
    }
  } finally {
    bar.end();
    if ('service' in through) await through.service.close();
  }
  if (options.format === 'json') printJson(answer);
  else print(summary(answer));
}

async function send(
  running: Running,
  agreement: string,
  text: string,
  preview: boolean,
  bar: ProgressBar,
): Promise<Answer> {
  const bytes = Buffer.from(text);
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += CHUNK) {
      yield bytes.subarray(i, i + CHUNK);
      bar.show(Math.min(i + CHUNK, bytes.length), bytes.length);
    }
  }
  const path = `/v1/agreements/${encodeURIComponent(agreement)}/facts/import`;
  const response = await ask(running, `${path}${preview ? '?preview=true' : ''}`, {
    method: 'POST',
    // The service reads JSON and one object a line as YAML, too.
    headers: { 'content-type': 'application/yaml', 'content-length': String(bytes.length) },
    body: parts(),
    duplex: 'half',
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the body is what FactImport gives in the same release
  return (await response.json()) as Answer;
}

function summary(answer: Answer): string {
  const { recorded, same, revision } = answer;
  const known = same === 0 ? '' : `, ${same} recorded already`;
  if (!answer.preview) {
    return `${recorded} facts recorded${known}; ${answer.changed} milestones changed (revision ${revision}).\n`;
  }
  const lines = [`${recorded} facts would be recorded${known}; nothing was written.`];
  for (const { id, dates, status } of answer.differences) {
    const moves = dates.map(({ which, from, to }) => `${which} ${from ?? '–'} → ${to ?? '–'}`);
    if (status.from !== status.to) moves.push(`${status.from ?? '–'} → ${status.to ?? '–'}`);
    lines.push(`  ${id}: ${moves.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}
