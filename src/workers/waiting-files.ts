import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';

/** Counts requests with files, which are kept in memory until a worker has read them. */
export class WaitingFiles {
  private all = 0;
  private readonly byCaller = new Map<string, number>();

  /**
   * @returns call it when the request is answered.
   * @throws Refusal 'too-many'
   */
  enter(who: string): () => void {
    const { filesWaiting, filesWaitingPerCaller } = POLICY;
    const own = this.byCaller.get(who) ?? 0;
    if (own >= filesWaitingPerCaller) {
      throw tooMany(`More than ${filesWaitingPerCaller} files wait to be read already`);
    }
    if (this.all >= filesWaiting) {
      throw tooMany(`More than ${filesWaiting} files wait to be read, of all callers`);
    }
    this.all += 1;
    this.byCaller.set(who, own + 1);
    return () => this.leave(who);
  }

  private leave(who: string): void {
    this.all -= 1;
    const own = (this.byCaller.get(who) ?? 0) - 1;
    if (own > 0) this.byCaller.set(who, own);
    else this.byCaller.delete(who);
  }
}

const tooMany = (why: string): Refusal =>
  new Refusal('too-many', `${why}. Send it again when one of them is answered.`, [], 5);
