import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Kills a child that still runs, and waits for its end. A process that a signal ended has no exit code. */
export async function endProcess(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
