import { AsyncLocalStorage } from 'node:async_hooks';

/** The caller and the request that the running code serves. Holds no secret: no token, no body, no query. */
export interface RequestContext {
  /** `stranger`: a caller without a valid token. `command`: a command of `pacta` on this machine. */
  kind: 'operator' | 'token' | 'public' | 'stranger' | 'command';
  /** The token's id; null without a token. */
  token: string | null;
  /** The token's name; of a command, the user of this machine. */
  name: string | null;
  role: string | null;
  /** The caller's IP address. */
  address: string | null;
  method: string;
  /** The pattern of the route: "/v1/agreements/:id". */
  route: string;
  path: string;
  /** The agreement that is written to; null while unknown. */
  agreement: string | null;
}

const present = new AsyncLocalStorage<RequestContext | undefined>();

/** Runs `work` in a request context: the audit records its writes for that caller. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return present.run(context, work);
}

/** Runs `work` for one agreement, where one request writes to several. */
export function forAgreement<T>(agreement: string, work: () => T): T {
  const caller = present.getStore();
  return caller === undefined ? work() : present.run({ ...caller, agreement }, work);
}

/** Runs `work` outside the request that started it: the audit does not record its writes for the caller. */
export function withoutRequestContext<T>(work: () => T): T {
  return present.run(undefined, work);
}

/** The present request context; undefined for what the service does by itself. */
export function requestContext(): RequestContext | undefined {
  return present.getStore();
}

/** Sets the caller, where it becomes known only while the request is handled. */
export function noteCaller(caller: Pick<RequestContext, 'kind' | 'token' | 'name' | 'role'>): void {
  const context = present.getStore();
  if (context !== undefined) Object.assign(context, caller);
}

/** Sets the agreement that is written to, where the route does not name it. */
export function noteAgreement(id: string): void {
  const context = present.getStore();
  if (context !== undefined) context.agreement ??= id;
}
