import { execFileSync } from 'node:child_process';

/** The ids of the worker processes of a service. */
export function workersOf(service: number): number[] {
  const rows = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(service)], {
    encoding: 'utf8',
  });
  return rows
    .split('\n')
    .filter((row) => row.includes('pacta.js worker'))
    .map((row) => Number.parseInt(row, 10));
}
