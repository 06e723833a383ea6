import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { luxonZones } from '../../base/zones';
import { Agreements } from '../../domain/agreement/agreements';
import { Milestones } from '../../domain/milestone/milestones';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';

/** The agreements that an answer speaks of: another one's changes leave its tag as it is. */
export interface AgreementScope {
  /** Tells it from every other. */
  key: string;
  /** Undefined for all of them. */
  agreements: readonly string[] | undefined;
}

/** @param agreements undefined for all of them. */
export function scopeOf(agreements: readonly string[] | undefined): AgreementScope {
  return { key: agreements === undefined ? '*' : agreements.toSorted().join(','), agreements };
}

/** What an answer rests on. */
export interface ContentVersion {
  /** Another text after every change; the same on every replica and after a restart. */
  version: string;
  /** Of one agreement; of several the sum. */
  revision: number;
  /** The last change, epoch milliseconds. */
  changedAt: number;
  /** The clock makes the answer another from this instant on, exclusive end; undefined for never. */
  until: number | undefined;
}

interface Kept extends ContentVersion {
  generation: number;
}

/** Asked about more scopes than this, the memory starts anew. */
const MOST_KEPT = 10_000;

/**
 * Whether an answer is still true, at the least cost: one row on PostgreSQL, and none on SQLite, whose one process
 * hears of every change.
 */
@Injectable()
export class AgreementVersions {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
    private readonly clock: Clock,
  ) {}

  /**
   * To be asked before anything is read for the answer.
   * @returns undefined where no agreement of the scope is known.
   */
  async of(scope: AgreementScope): Promise<ContentVersion | undefined> {
    const recalled = this.recall(scope);
    if (recalled !== undefined) return recalled;
    const { key, agreements } = scope;
    const { generation } = this.store;
    const known = this.kept.get(key);
    const now = await this.store.readOnce((tx) => versionOf(tx, agreements));
    if (now === undefined) return undefined;
    if (known?.version === now.version && this.holds(known)) {
      known.generation = generation;
      return known;
    }
    const until = await this.store.readOnce((tx) => this.milestones.nextChange(tx, agreements));
    const ground = { ...now, until, generation };
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(key, ground);
    return ground;
  }

  /** The same from memory alone; undefined where the database would have to be asked. */
  recall({ key }: AgreementScope): ContentVersion | undefined {
    if (this.store.dialect.name !== 'sqlite') return undefined;
    const known = this.kept.get(key);
    return known?.generation === this.store.generation && this.holds(known) ? known : undefined;
  }

  /** The next midnight of any zone the answer counts days in, epoch milliseconds. */
  async nextMidnight({ agreements }: AgreementScope): Promise<number> {
    const now = this.clock.now();
    const zones = await this.store.read(async (tx) => {
      const heads = await this.agreements.headers(tx, MOST_KEPT, agreements);
      return new Set(heads.map(({ zone }) => zone));
    });
    const midnights = [...zones].map((zone) =>
      luxonZones.instantAt(luxonZones.localOf(now, zone).day + 1, 0, zone),
    );
    return Math.min(...midnights, Number.MAX_SAFE_INTEGER);
  }

  /** The next deadline of any milestone, met or not, epoch milliseconds. */
  async nextDeadline({ agreements }: AgreementScope): Promise<number> {
    const now = this.clock.now();
    const due = await this.store.readOnce((tx) =>
      this.milestones.nextDeadline(tx, now, agreements),
    );
    return due ?? Number.MAX_SAFE_INTEGER;
  }

  /** The sweep may be late: what is to be judged anew is looked up again until it has been. */
  private holds({ until }: ContentVersion): boolean {
    return until === undefined || this.clock.now() < until;
  }
}

/** In one row, whatever the number of agreements. */
async function versionOf(
  tx: EntityManager,
  agreements: readonly string[] | undefined,
): Promise<Pick<ContentVersion, 'version' | 'revision' | 'changedAt'> | undefined> {
  const own = among('id', agreements);
  const { rows } = await run<Record<'many' | 'sum' | 'at', number | null> & { heads: string }>(
    tx,
    `SELECT COUNT(*) AS many, SUM(revision) AS sum, MAX(recorded_at) AS at,
            COALESCE(MIN(ledger_head), '') || COALESCE(MAX(ledger_head), '') || MAX(document_hash)
              AS heads
       FROM agreement WHERE ${own.clause}`,
    [...own.parameters],
  );
  const { many, sum, at, heads } = rows[0] ?? {};
  if (agreements !== undefined && Number(many ?? 0) === 0) return undefined;
  return {
    // The heads of the ledgers tell one history from another, where a backup was restored.
    version: `${many}.${sum ?? 0}.${at ?? 0}.${heads ?? ''}`,
    revision: Number(sum ?? 0),
    changedAt: Number(at ?? 0),
  };
}
