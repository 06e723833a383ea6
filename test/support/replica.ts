import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DeliverySettings } from '../../src/delivery/delivery-settings';
import type { StoreSettings } from '../../src/store/data-sources';

const ROOT = join(__dirname, '..', '..');

export interface Replica {
  child: ChildProcess;
  /** Without a closing slash. */
  url: string;
}

export interface ReplicaOptions {
  delivery?: Partial<DeliverySettings>;
  /** Milliseconds by which the clock of its machine is ahead. */
  shiftMs?: number;
}

/** Builds the service if a source is newer, so that replicas run the tested code. */
export function buildForReplicas(): void {
  execFileSync(process.execPath, [join(ROOT, 'bin', 'pacta.js'), '--version'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The built service in a process of its own. */
export async function startReplica(
  settings: StoreSettings,
  options: ReplicaOptions = {},
): Promise<Replica> {
  const child = spawn(process.execPath, [join(__dirname, 'replica-process.cjs')], {
    env: { ...process.env, PACTA_REPLICA: JSON.stringify({ settings, ...options }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const part of child.stdout as AsyncIterable<Buffer>) {
    printed += part.toString();
    if (printed.includes('\n')) return { child, url: printed.trim() };
  }
  throw new Error('A replica ended before it answered');
}
