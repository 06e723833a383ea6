import { RouteConfig } from '@nestjs/platform-fastify';

/** Each may do what those before it may. */
export const ROLES = ['reader', 'monitor', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Which agreements a caller must have been granted: `all`; `none`, where the route touches none; `granted`, where
 * the handler itself leaves out what `@Granted()` does not name; or the one that a path parameter names, by its own
 * id or by that of one of its milestones.
 */
export type Scope = 'all' | 'none' | 'granted' | { agreement: string } | { milestone: string };

export interface Rule {
  /** `anyone` needs no token, also where others do. */
  role: Role | 'anyone';
  reach: Scope;
  /** Open to everybody where public reading is switched on; readers' GET routes are unless they say otherwise. */
  public: boolean;
  /** Takes the secret of a feed URL (`?feed=`). */
  feed: boolean;
  /** Whether requests are counted by their address also where `anyone` may ask. */
  counted: boolean;
}

const KEY = 'pactaAccess';

/** Who may call a route, checked before its body is read. A route without a rule is refused to everybody. */
export function Access(
  role: Rule['role'],
  reach: Scope = 'none',
  more: Partial<Pick<Rule, 'public' | 'feed' | 'counted'>> = {},
): MethodDecorator {
  const rule: Rule = {
    role,
    reach,
    public: role === 'reader',
    feed: false,
    counted: false,
    ...more,
  };
  return RouteConfig({ [KEY]: rule });
}

/** The rule of a route from its Fastify configuration. */
export function ruleOf(config: unknown): Rule | undefined {
  return (config as { [KEY]?: Rule } | undefined)?.[KEY];
}

/** What describes the service and holds nothing of it: the routes that no controller makes. */
const DESCRIPTIONS = /^\/(docs(\/.*|-json|-yaml)?|openapi\.(json|yaml))$/;

/** @param pattern as the router has it: "/docs/*". */
export function describesOnly(pattern: string): boolean {
  return DESCRIPTIONS.test(pattern);
}

export function mayAct(has: Role, needs: Role): boolean {
  return ROLES.indexOf(has) >= ROLES.indexOf(needs);
}
