import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One system call on the database's files, or one answer of the service, in the order they happened. */
type Step =
  | { do: 'write'; file: string; at: number; bytes: Buffer }
  | { do: 'truncate'; file: string; size: number }
  | { do: 'sync'; file: string }
  | { do: 'answer'; reason: string };

const CALL = /^\d+ +(pwrite64|write|writev|ftruncate|fsync|fdatasync)\(\d+<([^>]*)>(.*)\) = (\d+)$/;
const BYTES = /"((?:\\x[0-9a-f]{2})*)"/g;

/** What strace told with `-y -xx`, with the calls that another thread's interrupted put together again. */
function callsIn(log: string): string[] {
  const begun = new Map<string, string>();
  const whole: string[] = [];
  for (const line of log.split('\n')) {
    const [thread = ''] = line.split(' ');
    const resumed = /<\.\.\. \w+ resumed>(.*)$/.exec(line);
    if (line.endsWith('<unfinished ...>')) {
      begun.set(thread, line.slice(0, -'<unfinished ...>'.length));
    } else if (resumed !== null) whole.push(`${begun.get(thread) ?? ''}${resumed[1]}`);
    else whole.push(line);
  }
  return whole;
}

function bytesOf(text: string): Buffer {
  const parts = [...text.matchAll(BYTES)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
  );
  return Buffer.concat(parts);
}

function plain(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** What happened to the files whose names are given, and which facts were acknowledged when. */
export function stepsOf(log: string, files: readonly string[]): Step[] {
  const steps: Step[] = [];
  for (const line of callsIn(readFileSync(log, 'latin1'))) {
    const call = CALL.exec(line.trimEnd());
    if (call === null) continue;
    const [, name, path = '', rest = ''] = call;
    const file = files.find((each) => plain(path).endsWith(`/${each}`));
    if (file === undefined) {
      const answered = /^HTTP\/1\.1 201[^]*"(n-\d+)"/.exec(bytesOf(rest).toString('latin1'));
      if (answered !== null) steps.push({ do: 'answer', reason: answered[1] as string });
    } else if (name === 'pwrite64') {
      const at = Number(/, (\d+)$/.exec(rest)?.[1]);
      steps.push({ do: 'write', file, at, bytes: bytesOf(rest) });
    } else if (name === 'ftruncate') {
      steps.push({ do: 'truncate', file, size: Number(/, (\d+)$/.exec(rest)?.[1]) });
    } else if (name === 'fsync' || name === 'fdatasync') steps.push({ do: 'sync', file });
    else throw new Error(`${name} of ${file} is not understood`);
  }
  return steps;
}

function apply(content: Buffer, step: Step): Buffer {
  if (step.do === 'truncate') {
    return Buffer.concat([content.subarray(0, step.size)], step.size);
  }
  if (step.do !== 'write') return content;
  const end = step.at + step.bytes.length;
  // In place where it fits: a log of writes is written thousands of times.
  const grown = end <= content.length ? content : Buffer.concat([content], end);
  step.bytes.copy(grown, step.at);
  return grown;
}

/**
 * Writes files as a power loss after `cut` steps may leave them: what was synchronised is there; of what was written
 * since, any part is, the last of it perhaps torn at a sector. Answers what had been acknowledged.
 */
export function losePower(
  steps: readonly Step[],
  cut: number,
  before: ReadonlyMap<string, Buffer>,
  target: string,
  fraction: () => number,
): Set<string> {
  const acknowledged = new Set<string>();
  const past = steps.slice(0, cut);
  for (const step of past) if (step.do === 'answer') acknowledged.add(step.reason);
  for (const [file, content] of before) {
    const own = past.filter((step) => step.do !== 'answer' && step.file === file);
    const synchronised = own.findLastIndex((step) => step.do === 'sync');
    // Half of the losses keep all of it, in order, up to some point; the others keep what chance lets.
    const inOrder = fraction() < 0.5;
    const kept = synchronised + 1 + Math.floor(fraction() * (own.length - synchronised));
    let left: Buffer = Buffer.from(content);
    for (const [i, step] of own.entries()) {
      if (i <= synchronised || (inOrder ? i < kept : fraction() < 0.5)) left = apply(left, step);
      else if (step.do === 'write' && fraction() < 0.3) {
        const sectors = Math.floor((fraction() * step.bytes.length) / 512) * 512;
        left = apply(left, { ...step, bytes: step.bytes.subarray(0, sectors) });
      }
    }
    writeFileSync(join(target, file), left);
  }
  return acknowledged;
}
