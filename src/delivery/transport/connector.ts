import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard';

/** Webhooks may not be sent to this destination. */
export class ForbiddenDestination extends Error {
  override readonly name = 'ForbiddenDestination';
}

/** All addresses of a host name, in the order in which to try them. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface ConnectorOptions {
  guard: AddressGuard;
  allowHttp: boolean;
  /** Limit for one address. */
  connectTimeoutMs: number;
  /** Limit for name resolution and all addresses together. */
  totalTimeoutMs: number;
  resolve: Resolve;
  /** Opens a socket to an address literal. */
  connect?: buildConnector.connector;
}

/**
 * Connects only to addresses that the guard permits. It resolves the name, checks all addresses and connects to a
 * checked address, so that the name is not resolved a second time (DNS rebinding).
 */
export function guardedConnector(own: ConnectorOptions): buildConnector.connector {
  const connect = own.connect ?? buildConnector({ timeout: own.connectTimeoutMs, allowH2: false });
  return (options, callback) => {
    open(options).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };

  async function open(options: buildConnector.Options): Promise<Socket> {
    const deadline = AbortSignal.timeout(own.totalTimeoutMs);
    const addresses = await Promise.race([own.resolve(options.hostname), rejectAt(deadline)]);
    check(options, addresses, own);
    let failure: unknown = new Error(`${options.hostname} has no address`);
    for (const address of addresses) {
      try {
        return await openTo(address, options);
      } catch (error) {
        failure = error;
      }
      if (deadline.aborted) break;
    }
    throw failure;
  }

  function openTo(address: string, options: buildConnector.Options): Promise<Socket> {
    // The certificate is checked against the host name, not the address.
    const servername = options.servername ?? (options.hostname === address ? '' : options.hostname);
    return new Promise((settle, fail) => {
      connect({ ...options, hostname: address, servername }, (error, socket) => {
        if (error !== null) return fail(error);
        const remote = socket.remoteAddress;
        if (remote === undefined || own.guard.permits(remote)) return settle(socket);
        socket.destroy();
        fail(forbidden(options.hostname, remote));
      });
    });
  }
}

/**
 * The addresses of a name, all of which are permitted.
 * @throws ForbiddenDestination where any is refused: a mix of public and private ones is suspicious.
 */
export function permittedAddresses(
  hostname: string,
  addresses: readonly string[],
  guard: AddressGuard,
): readonly string[] {
  const refused = addresses.find((address) => !guard.permits(address));
  if (refused !== undefined) throw forbidden(hostname, refused);
  return addresses;
}

/** @throws ForbiddenDestination */
function check(
  options: buildConnector.Options,
  addresses: readonly string[],
  own: ConnectorOptions,
): void {
  permittedAddresses(options.hostname, addresses, own.guard);
  if (options.protocol !== 'http:' || own.allowHttp) return;
  if (addresses.every((address) => own.guard.trusts(address))) return;
  throw new ForbiddenDestination(`Plain http to ${options.hostname} is not allowed; use https`);
}

function forbidden(hostname: string, address: string): ForbiddenDestination {
  const name = hostname === address ? address : `${hostname} (${address})`;
  return new ForbiddenDestination(`${name} is neither public nor in an allowed network`);
}

/** Rejects at the deadline, because a resolver may never answer. */
function rejectAt(deadline: AbortSignal): Promise<never> {
  return new Promise((_settle, fail) => {
    deadline.addEventListener('abort', () => fail(new Error('The name was not resolved in time')), {
      once: true,
    });
  });
}
