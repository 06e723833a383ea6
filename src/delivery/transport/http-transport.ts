import { Agent, type Dispatcher, request } from 'undici';
import { SystemClock } from '../../base/clock';
import { errorCode } from '../../base/guards';
import type { DeliverySettings } from '../delivery-settings';
import { AddressGuard } from './address-guard';
import { type ConnectorOptions, ForbiddenDestination, guardedConnector } from './connector';
import { HostNames } from './host-names';
import { type AttemptResult, Transport, type WebhookRequest } from './transport';

class TimedOut extends Error {}
class ServiceEnding extends Error {}

/** Sends over HTTP/1.1. Does not follow redirects: a 3xx response counts as rejected. */
export class HttpTransport extends Transport {
  private readonly agent: Agent;
  private readonly inFlight = new Set<AbortController>();

  /** @param network replaces name resolution and sockets in tests. */
  constructor(
    private readonly settings: DeliverySettings,
    network: Partial<Pick<ConnectorOptions, 'resolve' | 'connect'>> = {},
  ) {
    super();
    const { lookupTimeoutMs } = settings;
    const names = new HostNames({ clock: new SystemClock(), lookupTimeoutMs });
    this.agent = new Agent({
      connect: guardedConnector({
        guard: new AddressGuard(settings.allowedNetworks),
        allowHttp: settings.allowHttp,
        connectTimeoutMs: settings.connectTimeoutMs,
        totalTimeoutMs: settings.requestTimeoutMs,
        resolve: (hostname) => names.addresses(hostname),
        ...network,
      }),
      pipelining: 1,
    });
  }

  /** @throws Error only if the service is stopping and has aborted the attempt. */
  override async post(post: WebhookRequest): Promise<AttemptResult> {
    const ending = new AbortController();
    // A limit of the whole attempt: an idle timeout does not end a body that arrives slowly.
    const limit = setTimeout(() => ending.abort(new TimedOut()), this.settings.requestTimeoutMs);
    this.inFlight.add(ending);
    try {
      // undici observes the signal only once it is connected, so the race also limits connecting.
      const sent = this.send(post, ending.signal);
      return await this.read(await Promise.race([sent, rejection(ending.signal)]));
    } catch (error) {
      if (error instanceof ServiceEnding) throw error;
      return { ...failure(error, this.settings), statusCode: null, retryAfter: undefined };
    } finally {
      clearTimeout(limit);
      this.inFlight.delete(ending);
    }
  }

  override async close(): Promise<void> {
    for (const ending of this.inFlight) ending.abort(new ServiceEnding());
    await this.agent.destroy();
  }

  private send(post: WebhookRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Pacta/1 (webhooks)',
      ...post.headers,
    };
    const sent = request(post.url, {
      method: post.method ?? 'POST',
      headers,
      ...(post.method === 'GET' ? {} : { body: post.body }),
      dispatcher: this.agent,
      signal,
    });
    // A rejection after the time limit has no other handler.
    sent.then(
      ({ body }) => signal.aborted && body.on('error', () => undefined).destroy(),
      () => undefined,
    );
    return sent;
  }

  /** The status decides the outcome. The body is read for the log only, up to a limit. */
  private async read({
    statusCode,
    headers,
    body,
  }: Dispatcher.ResponseData): Promise<AttemptResult> {
    const delivered = statusCode >= 200 && statusCode < 300;
    const retryAfter = headers['retry-after'];
    return {
      outcome: delivered ? 'delivered' : 'rejected',
      statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      excerpt: await this.excerpt(body),
      error: delivered ? null : `The receiver answered ${statusCode}`,
    };
  }

  private async excerpt(body: Dispatcher.ResponseData['body']): Promise<string> {
    const kept: Buffer[] = [];
    let read = 0;
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (read < this.settings.excerptBytes) {
          kept.push(chunk.subarray(0, this.settings.excerptBytes - read));
        }
        read += chunk.length;
        if (read > this.settings.drainBytes) break;
      }
    } catch {
      // The receiver or the time limit ended the body early: the part that was read is stored.
    }
    return storable(Buffer.concat(kept).toString('utf8'));
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_settle, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
}

function failure(
  thrown: unknown,
  settings: DeliverySettings,
): Pick<AttemptResult, 'outcome' | 'error' | 'excerpt'> {
  if (thrown instanceof ForbiddenDestination) {
    return { outcome: 'forbidden', error: storable(thrown.message), excerpt: null };
  }
  if (thrown instanceof TimedOut) {
    const error = `No complete response within ${settings.requestTimeoutMs} ms`;
    return { outcome: 'timed-out', error, excerpt: null };
  }
  const message = thrown instanceof Error ? thrown.message : undefined;
  const error = [errorCode(thrown), message].filter(Boolean).join(': ');
  return { outcome: 'unreachable', error: storable(error || String(thrown)), excerpt: null };
}

/** Replaces NUL, which PostgreSQL cannot store in text, and limits the length. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, 2_000);
}
