import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { PROJECT_ROOT } from '../../config/root';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { revisionTag } from '../../http/if-match';
import { type AgreementScope, AgreementVersions, type ContentVersion } from './agreement-versions';
import type { PolledRoute } from './polled-routes';

/** What is asked again and again: a route's answer to one audience at one address. */
export interface PolledRequest {
  /** Tells it from every other. */
  key: string;
  polled: PolledRoute;
  /** What the audience may see of what the route speaks of. */
  scope: AgreementScope;
}

export interface ETag {
  /** The first instant, exclusive, at which the answer may be another; epoch milliseconds. */
  until: number;
  tag: string;
  /** With the tag in it. */
  headers: Readonly<Record<string, string>>;
}

/** Another release may answer the same in other words. */
const VERSION = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

const NEVER = Number.MAX_SAFE_INTEGER;

const MOST_TURNS = 1_000;
const MOST_QUESTIONS = 10_000;

export const REVALIDATE = 'private, no-cache';

/**
 * The tag of an answer, known before the answer: from what it rests on, the question and the instant at which the
 * clock changes it.
 */
@Injectable()
export class ETags {
  private readonly turns = new Map<string, number>();
  /** Those that were asked for, by what they rest on; they go with it. */
  private readonly made = new WeakMap<ContentVersion, Map<string, ETag>>();

  private readonly settings: string;

  constructor(
    private readonly freshness: AgreementVersions,
    private readonly clock: Clock,
    @Inject(SETTINGS) { publicUrl, calendarAlarmAt }: Settings,
  ) {
    this.settings = JSON.stringify([publicUrl, calendarAlarmAt]);
  }

  /** @returns undefined where nothing is known of the agreement, or the clock has moved on and the sweep has not. */
  async of(question: PolledRequest): Promise<ETag | undefined> {
    const ground = await this.freshness.of(question.scope);
    if (ground === undefined) return undefined;
    return this.mark(ground, question, await this.turn(ground, question));
  }

  /** The same from memory alone: undefined also where the database would have to be asked. */
  recall(question: PolledRequest): ETag | undefined {
    const ground = this.freshness.recall(question.scope);
    if (ground === undefined) return undefined;
    const turn = this.recallTurn(ground, question);
    return turn === undefined ? undefined : this.mark(ground, question, turn);
  }

  private mark(
    ground: ContentVersion,
    { key, polled }: PolledRequest,
    turn: number,
  ): ETag | undefined {
    const change = polled.resource === 'by revision' ? NEVER : (ground.until ?? NEVER);
    const until = Math.min(change, turn);
    if (until <= this.clock.now()) return undefined;
    const made = this.made.get(ground) ?? new Map<string, ETag>();
    const known = made.get(key);
    if (known?.until === until) return known;
    if (made.size >= MOST_QUESTIONS) made.clear();
    const shown = polled.bySettings ? `${this.settings} ${key}` : key;
    const mark = newMark(ground, until, shown, polled);
    this.made.set(ground, made.set(key, mark));
    return mark;
  }

  private async turn(ground: ContentVersion, question: PolledRequest): Promise<number> {
    const known = this.recallTurn(ground, question);
    if (known !== undefined) return known;
    if (this.turns.size >= MOST_TURNS) this.turns.clear();
    const { polled, scope } = question;
    const turn = await (polled.turnsAt === 'midnight'
      ? this.freshness.nextMidnight(scope)
      : this.freshness.nextDeadline(scope));
    this.turns.set(turnKey(ground, question), turn);
    return turn;
  }

  private recallTurn(ground: ContentVersion, question: PolledRequest): number | undefined {
    if (question.polled.turnsAt === undefined) return NEVER;
    const turn = this.turns.get(turnKey(ground, question));
    return turn !== undefined && this.clock.now() < turn ? turn : undefined;
  }
}

function turnKey({ version }: ContentVersion, { polled, scope }: PolledRequest): string {
  return `${polled.turnsAt} ${scope.key} ${version}`;
}

function newMark(ground: ContentVersion, until: number, key: string, polled: PolledRoute): ETag {
  const tag = tagOf(ground, until, key, polled);
  const headers = {
    etag: tag,
    'cache-control': REVALIDATE,
    'last-modified': new Date(ground.changedAt).toUTCString(),
    vary: 'accept-encoding, authorization, cookie',
  };
  return { until, tag, headers };
}

function tagOf(
  ground: ContentVersion,
  until: number,
  key: string,
  { resource }: PolledRoute,
): string {
  if (resource === 'by revision') return revisionTag(ground.revision);
  const text = `${VERSION} ${ground.version} ${until} ${key}`;
  const hash = createHash('sha1').update(text).digest('base64url').slice(0, 16);
  return resource === 'by clock' ? `"${ground.revision}-${hash}"` : `W/"${hash}"`;
}
