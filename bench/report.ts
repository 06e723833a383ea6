import { loadavg } from 'node:os';

export interface Row {
  contender: string;
  value: number;
  unit: string;
  /** The ratio to the first row of the table. */
  ratio: number;
}

export interface Goal {
  name: string;
  goal: string;
  measured: string;
  met: boolean;
}

/** Prints a table for people, or one JSON object with `--json`. */
export function report(path: string, rows: readonly Row[], goals: readonly Goal[]): void {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ path, rows, goals })}\n`);
    return;
  }
  const width = Math.max(...rows.map((row) => row.contender.length));
  const lines = rows.map(
    ({ contender, value, unit, ratio }) =>
      `  ${contender.padEnd(width)}  ${value.toPrecision(4).padStart(9)} ${unit}  ${ratio.toFixed(2).padStart(8)} ×`,
  );
  const judged = goals.map(
    ({ name, goal, measured, met }) =>
      `  ${met ? 'met   ' : 'missed'}  ${name}: ${goal}, measured ${measured}`,
  );
  process.stdout.write(`${[path, ...lines, '', ...judged].join('\n')}\n`);
}

/** How many processes waited for a core on average in the last minute: more than there are cores disturb every figure. */
export function load(): Row {
  return {
    contender: 'load of the machine, a minute',
    value: loadavg()[0] ?? 0,
    unit: '',
    ratio: 1,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** CPU milliseconds, user and system, that a piece of work takes in this process. */
export async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
