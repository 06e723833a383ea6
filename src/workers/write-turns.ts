import type { WriteTurns } from '../store/store';
import type { FromWorker, ToWorker } from './protocol';

/** In a worker: asks the service for each write transaction. The store begins one at a time. */
export class WriteTurnsByMessage implements WriteTurns {
  private waiting: (() => void) | undefined;

  constructor(private readonly send: (message: FromWorker) => void) {}

  async take(): Promise<(changed: boolean) => Promise<void>> {
    await this.ask({ kind: 'turn' });
    return (changed) => this.ask({ kind: 'ended', changed });
  }

  /** Called with the service's reply. */
  receive(_reply: Exclude<ToWorker['kind'], 'start'>): void {
    this.waiting?.();
  }

  private ask(message: FromWorker): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.send(message);
    });
  }
}
