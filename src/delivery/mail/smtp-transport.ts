import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { SystemClock } from '../../base/clock';
import { errorCode, errorMessage, isRecord } from '../../base/guards';
import type { DeliverySettings } from '../delivery-settings';
import type { Mail } from '../format/kind';
import { AddressGuard } from '../transport/address-guard';
import { ForbiddenDestination, permittedAddresses, type Resolve } from '../transport/connector';
import { HostNames } from '../transport/host-names';
import { storable } from '../transport/http-transport';
import type { AttemptResult } from '../transport/transport';
import type { MailServerSettings } from './mail-server';
import { MailTransport } from './mail-transport';

class TimedOut extends Error {}
class ServiceEnding extends Error {}

/** Sends mails over SMTP, one connection for each. Connects only to addresses that webhooks may be sent to. */
export class SmtpTransport extends MailTransport {
  private readonly guard: AddressGuard;
  private readonly resolve: Resolve;
  private readonly inFlight = new Set<AbortController>();

  /** @param resolve replaces name resolution in tests. */
  constructor(
    private readonly settings: DeliverySettings,
    resolve?: Resolve,
  ) {
    super();
    const { allowedNetworks, lookupTimeoutMs } = settings;
    this.guard = new AddressGuard(allowedNetworks);
    const names = new HostNames({ clock: new SystemClock(), lookupTimeoutMs });
    this.resolve = resolve ?? ((hostname) => names.addresses(hostname));
  }

  /** @throws Error only if the service is stopping and has aborted the mail. */
  override async send(server: MailServerSettings, mail: Mail): Promise<AttemptResult> {
    const ending = new AbortController();
    const limit = setTimeout(() => ending.abort(new TimedOut()), this.settings.requestTimeoutMs);
    this.inFlight.add(ending);
    try {
      const { response } = await this.transporter(server).sendMail({
        ...messageOf(server, mail),
        signal: ending.signal,
      });
      return { ...NO_RETRY_AFTER, ...statusOf(response), outcome: 'delivered', error: null };
    } catch (error) {
      const { reason } = ending.signal;
      if (reason instanceof ServiceEnding) throw reason;
      return { ...NO_RETRY_AFTER, ...this.failure(error, reason) };
    } finally {
      clearTimeout(limit);
      this.inFlight.delete(ending);
    }
  }

  override async close(): Promise<void> {
    for (const ending of this.inFlight) ending.abort(new ServiceEnding());
  }

  private transporter(server: MailServerSettings) {
    const { host, port, security, user, password } = server;
    const { requestTimeoutMs } = this.settings;
    return createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
      connectionTimeout: requestTimeoutMs,
      greetingTimeout: requestTimeoutMs,
      socketTimeout: requestTimeoutMs,
      // A mail holds texts only: nothing is read from files or the network.
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, callback) => {
        this.socketTo(server).then(
          (connection) => callback(null, { connection }),
          (error: Error) => callback(error),
        );
      },
    });
  }

  /** Connects to a checked address, so that the name is not resolved a second time. */
  private async socketTo({ host, port, security }: MailServerSettings): Promise<Socket> {
    const addresses = permittedAddresses(host, await this.resolve(host), this.guard);
    if (security === 'none' && !addresses.every((address) => this.guard.trusts(address))) {
      throw new ForbiddenDestination(`Mail to ${host} without TLS is not allowed`);
    }
    let failure: unknown = new Error(`${host} has no address`);
    for (const address of addresses) {
      try {
        return await open(address, port, this.settings.connectTimeoutMs);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  private failure(
    error: unknown,
    reason: unknown,
  ): Pick<AttemptResult, 'outcome' | 'statusCode' | 'excerpt' | 'error'> {
    const none = { statusCode: null, excerpt: null };
    if (error instanceof ForbiddenDestination) {
      return { ...none, outcome: 'forbidden', error: storable(error.message) };
    }
    if (reason instanceof TimedOut) {
      const limit = `No complete response within ${this.settings.requestTimeoutMs} ms`;
      return { ...none, outcome: 'timed-out', error: limit };
    }
    const { response, responseCode } = isRecord(error) ? error : {};
    if (typeof responseCode === 'number' && typeof response === 'string') {
      return {
        outcome: 'rejected',
        statusCode: responseCode,
        excerpt: storable(response),
        error: `The mail server answered ${responseCode}`,
      };
    }
    const text = [errorCode(error), errorMessage(error)].filter(Boolean).join(': ');
    return { ...none, outcome: 'unreachable', error: storable(text) };
  }
}

const NO_RETRY_AFTER = { retryAfter: undefined } as const;

function statusOf(response: string): Pick<AttemptResult, 'statusCode' | 'excerpt'> {
  const code = Number(response.slice(0, 3));
  return { statusCode: Number.isInteger(code) ? code : null, excerpt: storable(response) };
}

function open(host: string, port: number, timeout: number): Promise<Socket> {
  return new Promise((settle, fail) => {
    const socket = connect({ host, port, timeout });
    socket.once('connect', () => {
      socket.setTimeout(0);
      settle(socket);
    });
    socket.once('timeout', () => {
      socket.destroy();
      fail(new Error(`${host} does not accept the connection in time`));
    });
    socket.once('error', fail);
  });
}

function messageOf(server: MailServerSettings, mail: Mail) {
  const { to, subject, text, html, messageId, references, unsubscribeUrl } = mail;
  const links = [
    ...(unsubscribeUrl === undefined ? [] : [`<${unsubscribeUrl}>`]),
    `<mailto:${server.from}?subject=unsubscribe%20${encodeURIComponent(to)}>`,
  ];
  return {
    from: { name: server.fromName, address: server.from },
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    ...(references.length === 0
      ? {}
      : {
          inReplyTo: `<${references.at(-1)}>`,
          references: references.map((id) => `<${id}>`).join(' '),
        }),
    headers: {
      'List-Unsubscribe': { prepared: true, value: links.join(', ') },
      // One-click unsubscription (RFC 8058) needs an https address.
      ...(unsubscribeUrl?.startsWith('https:') === true
        ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}),
      // Absence notices are not sent to automatic mail (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  };
}
