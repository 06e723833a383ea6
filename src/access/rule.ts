import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';

/** From the least to the most rights; each role includes the rights of those before it. */
export const ROLES = ['reader', 'monitor', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Which agreements a caller must have been granted:
 * - `all`: every agreement.
 * - `none`: the route concerns no agreement.
 * - `granted`: any; the handler leaves out those that `@Granted()` does not list.
 * - an object: the agreement whose id, or whose milestone's id, is in the path parameter of this name; `other` is the
 *   parameter of a second agreement.
 */
export type Scope =
  | 'all'
  | 'none'
  | 'granted'
  | { agreement: string; other?: string }
  | { milestone: string };

export interface Rule {
  /** `anyone` needs no token, whatever the settings. */
  role: Role | 'anyone';
  scope: Scope;
  /** Needs no token while public reading is on. The default is true for routes of the role `reader`. */
  public: boolean;
  /** Accepts the secret of a feed URL (`?feed=`). */
  feed: boolean;
  /** Counts requests by address although `anyone` may call. */
  counted: boolean;
  /** Reads a body as text/plain, which a form of another site can send: only on routes that write nothing. */
  plainText: boolean;
  /** Accepts a form, which another site can send: only on routes whose address itself is the permission. */
  forms: boolean;
}

const KEY = 'pactaAccess';

declare module 'fastify' {
  interface FastifyContextConfig {
    [KEY]?: Rule;
  }
}

/** Declares who may call a route. The gate checks it before the body is read. A route without a rule stops the start. */
export function Access(
  role: Rule['role'],
  scope: Scope = 'none',
  more: Partial<Pick<Rule, 'public' | 'feed' | 'counted' | 'plainText' | 'forms'>> = {},
): MethodDecorator {
  const rule: Rule = {
    role,
    scope,
    public: role === 'reader',
    feed: false,
    counted: false,
    plainText: false,
    forms: false,
    ...more,
  };
  return RouteConfig({ [KEY]: rule });
}

/** The rule in the Fastify configuration of a route; undefined for routes that no controller declares. */
export function ruleOf(config: FastifyContextConfig | undefined): Rule | undefined {
  return config?.[KEY];
}

/** Routes that Swagger adds. They contain the description of the API and no data. */
const DESCRIPTIONS = /^\/(docs(\/.*|-json|-yaml)?|openapi\.(json|yaml))$/;

/** @param pattern a router pattern: "/docs/*". */
export function describesOnly(pattern: string): boolean {
  return DESCRIPTIONS.test(pattern);
}

/** Whether a caller with the role `has` may call a route that requires the role `needs`. */
export function mayAct(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needs);
}
