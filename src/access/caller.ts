import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from './rule';

/**
 * Who makes a request. `operator`: with the operator's token, or on a service that needs no token. `token`: with any
 * other token. `public`: without a token, while public reading is on.
 */
export interface Caller {
  kind: 'operator' | 'token' | 'public';
  /** The token's id; null without a token. */
  token: string | null;
  /** The token's name; null without a token. */
  name: string | null;
  role: Role;
  /** Ids of the granted agreements; null for all of them. */
  agreements: readonly string[] | null;
  /** Checks the caller's access again; event streams call it while they last. */
  isValid: () => Promise<boolean>;
}

const WITHOUT_TOKEN = { token: null, name: null, agreements: null, isValid: async () => true };
export const OPERATOR: Caller = { ...WITHOUT_TOKEN, kind: 'operator', role: 'admin' };
export const PUBLIC: Caller = { ...WITHOUT_TOKEN, kind: 'public', role: 'reader' };

const callers = new WeakMap<object, Caller>();

export function setCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** The caller that the gate found; undefined before the gate, and on routes for `anyone` called without a token. */
export function callerOf(request: object): Caller | undefined {
  return callers.get(request);
}

export function isGranted(caller: Caller, agreementId: string): boolean {
  return caller.agreements === null || caller.agreements.includes(agreementId);
}

/** Parameter decorator: ids of the agreements that the caller may read; undefined for all of them. */
export const Granted = createParamDecorator(
  (_: unknown, context: ExecutionContext): readonly string[] | undefined =>
    callerOf(context.switchToHttp().getRequest<object>())?.agreements ?? undefined,
);

/** Parameter decorator: the caller; `PUBLIC` if the gate found none. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    callerOf(context.switchToHttp().getRequest<object>()) ?? PUBLIC,
);

/**
 * Narrows a grant to the agreement that a filter names. The result is empty for an agreement that is not granted, as it
 * is for one that does not exist.
 * @param granted undefined for all agreements, as in the result.
 */
export function narrowGrant(
  granted: readonly string[] | undefined,
  agreement: string | undefined,
): readonly string[] | undefined {
  if (agreement === undefined) return granted;
  return granted === undefined || granted.includes(agreement) ? [agreement] : [];
}
