import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Sentence } from './sentences/say';

/** How many entries of each list a digest names. It counts all of them. */
export const NAMED_IN_DIGEST = 20;

/** Which milestones a digest is about; an empty list selects all. */
export interface DigestScope {
  agreements: readonly string[];
  parties: readonly string[];
  themes: readonly string[];
  includeHypothetical: boolean;
  includeActual: boolean;
}

/** One milestone in a digest. */
export interface DigestMilestone extends Sentence {
  milestone: string;
  agreement: string;
  title: string;
  /** YYYY-MM-DD */
  on: string | null;
  hypothetical: boolean;
  url: string;
}

/** The number of milestones, and the first of them. */
export interface DigestList {
  count: number;
  items: DigestMilestone[];
}

export interface MilestoneLists {
  late: DigestList;
  next: DigestList;
}

/** @param until exclusive; instants are epoch milliseconds. */
type Source = (
  tx: EntityManager,
  scope: DigestScope,
  now: number,
  until: number,
) => Promise<MilestoneLists>;

/** The milestones of digests: those that are late, and those that come next. */
@Injectable()
export class DigestLists {
  private source: Source | undefined;

  /** The domain, which knows milestones, offers itself here: the delivery does not import it. */
  offer(source: Source): void {
    this.source = source;
  }

  /** @param until exclusive; instants are epoch milliseconds. */
  of(tx: EntityManager, scope: DigestScope, now: number, until: number): Promise<MilestoneLists> {
    const none = { count: 0, items: [] };
    return this.source?.(tx, scope, now, until) ?? Promise.resolve({ late: none, next: none });
  }
}
