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

/** A request that is sent repeatedly, the same for all callers with the same grants. */
export interface PolledRequest {
  /** Identifies the request: grants, languages and URL. */
  key: string;
  /** The languages that it asks for, joined; empty without any. */
  language: string;
  route: PolledRoute;
  /** The agreements that the response contains for these callers. */
  scope: AgreementScope;
}

export interface ETag {
  /** The earliest instant at which the clock may change the response; epoch milliseconds, exclusive. */
  until: number;
  tag: string;
  /** The headers of a conditional response, including the tag. */
  headers: Readonly<Record<string, string>>;
}

/** Part of weak tags: another release may present the same data differently. */
const VERSION = String(
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).version,
);

const NEVER = Number.MAX_SAFE_INTEGER;

const MAX_CHANGE_TIMES = 1_000;
const MAX_REQUESTS = 10_000;

/** What a response depends on besides its address. */
export const VARY = 'accept-encoding, accept-language, authorization, cookie';

/** A cache may store the response and must revalidate it before each use. */
export const REVALIDATE = 'private, no-cache';

/**
 * Computes the ETag of a response without building the body: from the versions of the agreements in it, the request, and
 * the next instant at which the clock changes the response.
 */
@Injectable()
export class ETags {
  /** Instants at which the day or a deadline changes a response (`PolledRoute.changesAt`). */
  private readonly changeTimes = new Map<string, number>();
  /** Tags by request key. They are dropped together with the content version that they belong to. */
  private readonly etags = new WeakMap<ContentVersion, Map<string, ETag>>();

  private readonly settings: string;

  constructor(
    private readonly versions: AgreementVersions,
    private readonly clock: Clock,
    @Inject(SETTINGS) { publicUrl, calendarAlarmAt }: Settings,
  ) {
    this.settings = JSON.stringify([publicUrl, calendarAlarmAt]);
  }

  /** @returns undefined where no agreement of the scope is known, or where the sweep has not yet caught up. */
  async of(request: PolledRequest): Promise<ETag | undefined> {
    const version = await this.versions.of(request.scope);
    if (version === undefined) return undefined;
    return this.etag(version, request, await this.changeTime(version, request));
  }

  /** Like `of`, without the database: undefined also where it would have to be read. */
  cached(request: PolledRequest): ETag | undefined {
    const version = this.versions.cached(request.scope);
    if (version === undefined) return undefined;
    const changeTime = this.cachedChangeTime(version, request);
    return changeTime === undefined ? undefined : this.etag(version, request, changeTime);
  }

  private etag(
    version: ContentVersion,
    { key, route, language }: PolledRequest,
    changeTime: number,
  ): ETag | undefined {
    const statusChange = route.resource === 'by revision' ? NEVER : (version.until ?? NEVER);
    const until = Math.min(statusChange, changeTime);
    if (until <= this.clock.now()) return undefined;
    const known = this.etags.get(version) ?? new Map<string, ETag>();
    const cached = known.get(key);
    if (cached?.until === until) return cached;
    if (known.size >= MAX_REQUESTS) known.clear();
    const content = route.dependsOnSettings ? `${this.settings} ${key}` : key;
    const etag = newETag(version, until, content, route, language);
    this.etags.set(version, known.set(key, etag));
    return etag;
  }

  private async changeTime(version: ContentVersion, request: PolledRequest): Promise<number> {
    const cached = this.cachedChangeTime(version, request);
    if (cached !== undefined) return cached;
    if (this.changeTimes.size >= MAX_CHANGE_TIMES) this.changeTimes.clear();
    const { route, scope } = request;
    const changeTime = await (route.changesAt === 'midnight'
      ? this.versions.nextMidnight(scope)
      : this.versions.nextDeadline(scope));
    this.changeTimes.set(changeTimeKey(version, request), changeTime);
    return changeTime;
  }

  private cachedChangeTime(version: ContentVersion, request: PolledRequest): number | undefined {
    if (request.route.changesAt === undefined) return NEVER;
    const changeTime = this.changeTimes.get(changeTimeKey(version, request));
    return changeTime !== undefined && this.clock.now() < changeTime ? changeTime : undefined;
  }
}

function changeTimeKey({ version }: ContentVersion, { route, scope }: PolledRequest): string {
  return `${route.changesAt} ${scope.key} ${version}`;
}

function newETag(
  version: ContentVersion,
  until: number,
  content: string,
  route: PolledRoute,
  language: string,
): ETag {
  const tag = tagOf(version, until, content, route, language);
  const headers = {
    etag: tag,
    'cache-control': REVALIDATE,
    'last-modified': new Date(version.changedAt).toUTCString(),
    vary: VARY,
  };
  return { until, tag, headers };
}

function tagOf(
  { version, revision }: ContentVersion,
  until: number,
  content: string,
  { resource }: PolledRoute,
  language: string,
): string {
  if (resource === 'by revision') return revisionTag(revision, language);
  const text = `${VERSION} ${version} ${until} ${content}`;
  const hash = createHash('sha1').update(text).digest('base64url').slice(0, 16);
  return resource === 'by clock' ? `"${revision}-${hash}"` : `W/"${hash}"`;
}
