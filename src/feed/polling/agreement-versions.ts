import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock';
import { luxonZones } from '../../base/zones';
import { Agreements } from '../../domain/agreement/agreements';
import { Milestones } from '../../domain/milestone/milestones';
import { among, run } from '../../store/sql/sql';
import { Store } from '../../store/store';

/** The agreements in a response. Changes of other agreements do not change its tag. */
export interface AgreementScope {
  /** Identifies the scope. */
  key: string;
  /** Ids; undefined for all agreements. */
  agreements: readonly string[] | undefined;
  /** Of so many agreements there must be a row, or the scope has no version. */
  least: number;
}

/** @param agreements ids; undefined for all agreements. @param least see `AgreementScope`. */
export function scopeOf(agreements: readonly string[] | undefined, least = 1): AgreementScope {
  if (agreements === undefined) return { key: '*', agreements, least: 0 };
  const ids = agreements.toSorted().join(',');
  return { key: least === 1 ? ids : `${least} of ${ids}`, agreements, least };
}

/** The version of everything that a response with this scope is computed from. */
export interface ContentVersion {
  /** Differs after every change; equal on all replicas and after a restart. */
  version: string;
  /** The revision of the agreement; of several agreements the sum. */
  revision: number;
  /** The last change, epoch milliseconds. */
  changedAt: number;
  /** When the clock next changes a status: epoch milliseconds, exclusive; undefined for never. */
  until: number | undefined;
}

interface Cached extends ContentVersion {
  generation: number;
}

/** When the cache has this many scopes, it is cleared. */
const MAX_SCOPES = 10_000;

/**
 * The current version of agreements. Reads one row on PostgreSQL. Reads nothing on SQLite if nothing changed, because
 * its only process makes every change itself.
 */
@Injectable()
export class AgreementVersions {
  private readonly scopes = new Map<string, Cached>();

  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
    private readonly clock: Clock,
  ) {}

  /**
   * Call before reading anything for the response, so that the response is never older than its tag.
   * @returns undefined where no agreement of the scope is known.
   */
  async of(scope: AgreementScope): Promise<ContentVersion | undefined> {
    const cached = this.cached(scope);
    if (cached !== undefined) return cached;
    const { key, agreements } = scope;
    const { generation } = this.store;
    const former = this.scopes.get(key);
    const current = await this.store.readOnce((tx) => versionOf(tx, scope));
    if (current === undefined) return undefined;
    if (former?.version === current.version && this.isCurrent(former)) {
      former.generation = generation;
      return former;
    }
    const until = await this.store.readOnce((tx) => this.milestones.nextChange(tx, agreements));
    const version = { ...current, until, generation };
    if (this.scopes.size >= MAX_SCOPES) this.scopes.clear();
    this.scopes.set(key, version);
    return version;
  }

  /** Like `of`, without the database: undefined also where it would have to be read. */
  cached({ key }: AgreementScope): ContentVersion | undefined {
    if (this.store.dialect.name !== 'sqlite') return undefined;
    const cached = this.scopes.get(key);
    return cached?.generation === this.store.generation && this.isCurrent(cached)
      ? cached
      : undefined;
  }

  /** The next midnight in the zone of any of the agreements, epoch milliseconds. */
  async nextMidnight({ agreements }: AgreementScope): Promise<number> {
    const now = this.clock.now();
    const zones = await this.store.readOnce((tx) => this.agreements.zones(tx, agreements));
    const midnights = zones.map((zone) =>
      luxonZones.instantAt(luxonZones.localOf(now, zone).day + 1, 0, zone),
    );
    return Math.min(...midnights, Number.MAX_SAFE_INTEGER);
  }

  /** The next deadline of any milestone, fulfilled or not, epoch milliseconds. */
  async nextDeadline({ agreements }: AgreementScope): Promise<number> {
    const now = this.clock.now();
    const due = await this.store.readOnce((tx) =>
      this.milestones.nextDeadline(tx, now, agreements),
    );
    return due ?? Number.MAX_SAFE_INTEGER;
  }

  /** False after `until`: the version is then read again until the sweep has recorded the change of status. */
  private isCurrent({ until }: ContentVersion): boolean {
    return until === undefined || this.clock.now() < until;
  }
}

/** Reads one row, whatever the number of agreements. */
async function versionOf(
  tx: EntityManager,
  { agreements, least }: AgreementScope,
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
  if (Number(many ?? 0) < least) return undefined;
  return {
    // The hashes distinguish two histories with equal counters, where a backup was restored.
    version: `${many}.${sum ?? 0}.${at ?? 0}.${heads ?? ''}`,
    revision: Number(sum ?? 0),
    changedAt: Number(at ?? 0),
  };
}
