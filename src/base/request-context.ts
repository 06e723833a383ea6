import { AsyncLocalStorage } from 'node:async_hooks';

/** Who asks for what, from where, while it is done. Holds no secret: no token, no body, no query. */
export interface RequestContext {
  /** `stranger` is whoever showed nothing that is known here; `command` is this machine's command line. */
  kind: 'operator' | 'token' | 'public' | 'stranger' | 'command';
  /** The token's id. */
  token: string | null;
  /** The token's name, or the user of this machine. */
  name: string | null;
  role: string | null;
  /** The network address. */
  address: string | null;
  method: string;
  /** As the router has it: "/v1/agreements/:id". */
  route: string;
  path: string;
  /** The agreement that is written to, as far as it is known. */
  agreement: string | null;
}

const present = new AsyncLocalStorage<RequestContext | undefined>();

/** Does `work` on somebody's behalf: every write of it is theirs. */
export function whileAsking<T>(asking: RequestContext, work: () => T): T {
  return present.run(asking, work);
}

/** Does `work` for the present caller on one agreement, where one request writes to several. */
export function forAgreement<T>(agreement: string, work: () => T): T {
  const caller = present.getStore();
  return caller === undefined ? work() : present.run({ ...caller, agreement }, work);
}

/** Does `work` on nobody's behalf: what a request sets going is not the asker's any more. */
export function withoutRequestContext<T>(work: () => T): T {
  return present.run(undefined, work);
}

/** On whose behalf something is done; undefined for what the service does by itself. */
export function presentAsking(): RequestContext | undefined {
  return present.getStore();
}

/** Notes who asks, where the request itself shows it only while it is handled. */
export function noteAsker(who: Pick<RequestContext, 'kind' | 'token' | 'name' | 'role'>): void {
  const asking = present.getStore();
  if (asking !== undefined) Object.assign(asking, who);
}

/** Notes which agreement is written to, where the request itself does not say. */
export function noteAgreement(id: string): void {
  const asking = present.getStore();
  if (asking !== undefined) asking.agreement ??= id;
}
