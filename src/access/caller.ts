import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from './rule';

/** Who asks: the operator, by the operator's token or where none is needed; the holder of another; or anybody who may read. */
export interface Caller {
  kind: 'operator' | 'token' | 'public';
  /** The token's id; null where there is none. */
  token: string | null;
  name: string | null;
  role: Role;
  /** Null for every agreement. */
  agreements: readonly string[] | null;
  /** Whether that is still so, for an answer that goes on for long. */
  isValid: () => Promise<boolean>;
}

const WITHOUT_TOKEN = { token: null, name: null, agreements: null, isValid: async () => true };
export const OPERATOR: Caller = { ...WITHOUT_TOKEN, kind: 'operator', role: 'admin' };
export const PUBLIC: Caller = { ...WITHOUT_TOKEN, kind: 'public', role: 'reader' };

const callers = new WeakMap<object, Caller>();

export function setCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** Who the gate found behind a request; undefined before it, and where anybody may ask. */
export function callerOf(request: object): Caller | undefined {
  return callers.get(request);
}

export function isGranted(caller: Caller, agreementId: string): boolean {
  return caller.agreements === null || caller.agreements.includes(agreementId);
}

/** The agreements a handler may speak of; undefined for all of them. */
export const Granted = createParamDecorator(
  (_: unknown, context: ExecutionContext): readonly string[] | undefined =>
    callerOf(context.switchToHttp().getRequest<object>())?.agreements ?? undefined,
);

/** Who asks, for a handler that must know. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    callerOf(context.switchToHttp().getRequest<object>()) ?? PUBLIC,
);

/** What is granted of the one agreement that was asked about; an unknown one and one not granted are alike. */
export function narrowGrant(
  granted: readonly string[] | undefined,
  asked: string | undefined,
): readonly string[] | undefined {
  if (asked === undefined) return granted;
  return granted === undefined || granted.includes(asked) ? [asked] : [];
}
