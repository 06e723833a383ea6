import type { Settings } from '../config/settings-schema';
import type { Topic } from '../store/replica-notifier';

/** What a worker is started with. */
export interface WorkerStart {
  settings: Settings;
  /** The path of the local socket it listens on. */
  socket: string;
  /** The service sends it with every request; without it the worker answers nothing. */
  secret: string;
  /** The port of the service: links of messages lead there. */
  port: number;
  /** The worker ends itself when it uses more memory. */
  memoryBytes: number;
}

/** From the service to a worker. */
export type ToWorker =
  | { kind: 'start'; start: WorkerStart }
  /** The write transaction it asked for may begin: no other is open. */
  | { kind: 'turn' }
  /** The service has counted the end of the write transaction. */
  | { kind: 'noted' };

/** From a worker to the service. */
export type FromWorker =
  | { kind: 'ready' }
  /** Asks for the next write transaction; SQLite has one at a time. */
  | { kind: 'turn' }
  /** The write transaction has ended; `changed` if it committed something that answers show. */
  | { kind: 'ended'; changed: boolean }
  | { kind: 'publish'; topic: Topic; detail: string };

/** Headers between the service and its workers; a caller's own headers of these names are replaced. */
export const SECRET_HEADER = 'pacta-worker-secret';
export const CALLER_HEADER = 'pacta-worker-caller';
