import { Agent, type Dispatcher, request } from 'undici';
import type { DeliverySettings } from '../delivery-settings';
import { AddressGuard } from './address-guard';
import { type ConnectorOptions, ForbiddenDestination, guardedConnector } from './connector';
import { type AttemptResult, Transport, type WebhookRequest } from './transport';

class TimedOut extends Error {}
class ServiceEnding extends Error {}

/** POSTs over HTTP/1.1. `undici.request` follows no redirect: a 3xx is an answer like any other. */
export class HttpTransport extends Transport {
  private readonly agent: Agent;
  private readonly underWay = new Set<AbortController>();

  /** @param by how names are resolved and sockets opened: as the system does, unless a test gives its own. */
  constructor(
    private readonly settings: DeliverySettings,
    by: Pick<ConnectorOptions, 'resolve' | 'connect'> = {},
  ) {
    super();
    this.agent = new Agent({
      connect: guardedConnector({
        guard: new AddressGuard(settings.allowedNetworks),
        allowHttp: settings.allowHttp,
        connectTimeoutMs: settings.connectTimeoutMs,
        totalTimeoutMs: settings.requestTimeoutMs,
        ...by,
      }),
      pipelining: 1,
    });
  }

  /** @throws Error only when the service is ending: the attempt was cut off and says nothing. */
  override async post(post: WebhookRequest): Promise<AttemptResult> {
    const ending = new AbortController();
    // One limit over everything: a limit on idle time never ends a body that drips.
    const limit = setTimeout(() => ending.abort(new TimedOut()), this.settings.requestTimeoutMs);
    this.underWay.add(ending);
    try {
      // undici heeds the signal only once it is connected; the race bounds connecting too.
      const sent = this.send(post, ending.signal);
      return await this.read(await Promise.race([sent, rejection(ending.signal)]));
    } catch (error) {
      if (error instanceof ServiceEnding) throw error;
      return { ...failure(error, this.settings), statusCode: null, retryAfter: undefined };
    } finally {
      clearTimeout(limit);
      this.underWay.delete(ending);
    }
  }

  override async close(): Promise<void> {
    for (const ending of this.underWay) ending.abort(new ServiceEnding());
    await this.agent.destroy();
  }

  private send(post: WebhookRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Pacta/1 (webhooks)',
      ...post.headers,
    };
    const sent = request(post.url, {
      method: 'POST',
      headers,
      body: post.body,
      dispatcher: this.agent,
      signal,
    });
    // Where the race is lost, the rejection that follows has no one else to hear it.
    sent.then(
      ({ body }) => signal.aborted && body.on('error', () => undefined).destroy(),
      () => undefined,
    );
    return sent;
  }

  /** The status decides; the body is read for the log only, up to a limit. */
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
      // Cut off in the middle, by the receiver or by the limit on time: what was read is what there is.
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
    const error = `No whole answer within ${settings.requestTimeoutMs} ms`;
    return { outcome: 'timed-out', error, excerpt: null };
  }
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  const error = [code, message]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(': ');
  return { outcome: 'unreachable', error: storable(error || String(thrown)), excerpt: null };
}

/** PostgreSQL stores no NUL in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, 2_000);
}
