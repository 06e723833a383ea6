import { Injectable } from '@nestjs/common';
import { Clock } from '../base/clock';
import { POLICY } from '../config/policy';
import { run } from '../store/sql/sql';
import { Store } from '../store/store';

interface Known {
  large: boolean;
  /** Epoch milliseconds. */
  at: number;
}

/** Tells large agreements from small ones, as of some seconds ago. */
@Injectable()
export class AgreementSizes {
  private readonly known = new Map<string | undefined, Known>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether it has many milestones, or may have under another signing date: its document says "every".
   * @param agreement its id; undefined for all agreements. An unknown one is small.
   */
  async isLarge(agreement: string | undefined): Promise<boolean> {
    const now = this.clock.now();
    const known = this.known.get(agreement);
    if (known !== undefined && Math.abs(now - known.at) < POLICY.sizeKeptMs) return known.large;
    const large = await this.measure(agreement);
    if (this.known.size >= POLICY.sizesKept) this.known.clear();
    this.known.set(agreement, { large, at: now });
    return large;
  }

  private async measure(agreement: string | undefined): Promise<boolean> {
    const [which, parameters] =
      agreement === undefined ? ['1 = 1', []] : ['agreement_id = ?', [agreement]];
    const counted = await this.store.readOnce((tx) =>
      run<{ total: number | string }>(
        tx,
        // No more are counted than decide.
        `SELECT COUNT(*) AS total FROM
           (SELECT 1 FROM milestone WHERE ${which} LIMIT ${POLICY.heavyMilestones + 1}) AS counted`,
        parameters,
      ),
    );
    if (Number(counted.rows[0]?.total ?? 0) > POLICY.heavyMilestones) return true;
    if (agreement === undefined) return false;
    const recurring = await this.store.readOnce((tx) =>
      run(tx, "SELECT id FROM agreement WHERE id = ? AND LOWER(document) LIKE '%every %'", [
        agreement,
      ]),
    );
    return recurring.rows.length > 0;
  }
}
