import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard';

/** The destination is not one a webhook may reach. */
export class ForbiddenDestination extends Error {
  override readonly name = 'ForbiddenDestination';
}

/** Every address of a name, in the order to try them. */
export type Resolve = (hostname: string) => Promise<string[]>;

export interface ConnectorOptions {
  guard: AddressGuard;
  allowHttp: boolean;
  /** To one address. */
  connectTimeoutMs: number;
  /** To all of them together. */
  totalTimeoutMs: number;
  resolve?: Resolve;
  /** Opens a socket to an address literal. */
  connect?: buildConnector.connector;
}

/**
 * Connects only where the guard permits. The name is resolved here, every address is checked, and the
 * socket is opened to a checked address itself: nobody resolves the name again in between.
 */
export function guardedConnector(reach: ConnectorOptions): buildConnector.connector {
  const connect =
    reach.connect ?? buildConnector({ timeout: reach.connectTimeoutMs, allowH2: false });
  const resolve = reach.resolve ?? everyAddress;
  return (options, callback) => {
    open(options).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };

  async function open(options: buildConnector.Options): Promise<Socket> {
    const deadline = AbortSignal.timeout(reach.totalTimeoutMs);
    const addresses = await Promise.race([resolve(options.hostname), overrun(deadline)]);
    check(options, addresses, reach);
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
    // The certificate is still checked against the name.
    const servername = options.servername ?? (options.hostname === address ? '' : options.hostname);
    return new Promise((settle, fail) => {
      connect({ ...options, hostname: address, servername }, (error, socket) => {
        if (error !== null) return fail(error);
        const reached = socket.remoteAddress;
        if (reached === undefined || reach.guard.permits(reached)) return settle(socket);
        socket.destroy();
        fail(forbidden(options.hostname, reached));
      });
    });
  }
}

/** @throws ForbiddenDestination when any address is refused: a name that is half private is no accident. */
function check(
  options: buildConnector.Options,
  addresses: readonly string[],
  reach: ConnectorOptions,
): void {
  const refused = addresses.find((address) => !reach.guard.permits(address));
  if (refused !== undefined) throw forbidden(options.hostname, refused);
  if (options.protocol !== 'http:' || reach.allowHttp) return;
  if (addresses.every((address) => reach.guard.trusts(address))) return;
  throw new ForbiddenDestination(`Plain http to ${options.hostname} is not allowed; use https`);
}

function forbidden(hostname: string, address: string): ForbiddenDestination {
  const name = hostname === address ? address : `${hostname} (${address})`;
  return new ForbiddenDestination(`${name} is not a public address and in no allowed network`);
}

/** Rejects when the deadline has passed: a resolver that never answers must not hold a connection. */
function overrun(deadline: AbortSignal): Promise<never> {
  return new Promise((_settle, fail) => {
    deadline.addEventListener('abort', () => fail(new Error('The name was not resolved in time')), {
      once: true,
    });
  });
}

async function everyAddress(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true, order: 'verbatim' });
  return found.map(({ address }) => address);
}
