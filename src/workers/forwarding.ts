import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../access/caller';
import { ruleOf } from '../access/rule';
import { isRecord } from '../base/guards';
import { type Limits, overLimit } from '../base/limits/limits';
import { type TimeLimits, timeLimits } from '../base/process/time-limit';
import { Randomness } from '../base/randomness';
import { Refusal } from '../base/refusal';
import { POLICY } from '../config/policy';
import { PROJECT_ROOT } from '../config/root';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { ConditionalRequests } from '../feed/polling/conditional-requests';
import { flowing } from '../feed/streamed-json';
import { bodyLimitOf } from '../http/body';
import { Store } from '../store/store';
import { AgreementSizes } from './agreement-sizes';
import { HEAVY, PAST } from './heavy-routes';
import { CALLER_HEADER } from './protocol';
import { Spool, SpooledBytes } from './spool';
import { WaitingFiles } from './waiting-files';
import { WorkerPool } from './worker-pool';
import { type ForwardedRequest, WorkerEnded, WorkerProcess } from './worker-process';

/** A worker may end between the commit of a write and its answer. */
const NOTHING_HALF = 'Nothing is half-written; read what is stored before you send a write again.';
const READS = ['GET', 'HEAD'];
/** Headers of one connection (RFC 9110, 7.6.1), and what Node writes by itself. */
const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'date'];

/** Answers requests that take long in worker processes, so that this one continues to answer. */
@Injectable()
export class Forwarding implements BeforeApplicationShutdown {
  private pool: WorkerPool | undefined;
  private directory: string | undefined;
  private started = 0;
  private spools = 0;
  private readonly spooled = new SpooledBytes();
  /** The limits of one request. */
  private readonly times: TimeLimits;
  private readonly files = new WaitingFiles();
  /** The port that the service listens on. */
  private port = 0;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly store: Store,
    private readonly sizes: AgreementSizes,
    private readonly conditional: ConditionalRequests,
    private readonly randomness: Randomness,
  ) {
    this.times = timeLimits(settings.workers.seconds);
  }

  /**
   * Call after the gate and conditional requests, which answer what has not changed, and before routes are registered:
   * Fastify hooks apply to later routes only.
   */
  register(fastify: FastifyInstance): void {
    if (this.settings.workers.count === 0) return;
    fastify.addHook('onRequest', async (request, reply) => {
      if (await this.isHeavy(request)) await this.forward(request, reply);
    });
  }

  listensOn(port: number): void {
    this.port = port;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.pool?.close();
    if (this.directory !== undefined) rmSync(this.directory, { recursive: true, force: true });
  }

  private async isHeavy(request: FastifyRequest): Promise<boolean> {
    if (request.is404) return false;
    const { method, routeOptions } = request;
    const heavy = HEAVY[`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url ?? ''}`];
    if (heavy === undefined || heavy === 'always') return heavy === 'always';
    if (heavy === 'past' && !PAST.some((name) => queryOf(request)[name] !== undefined)) {
      return false;
    }
    for (const agreement of agreementsOf(request)) {
      if (await this.sizes.isLarge(agreement)) return true;
    }
    return false;
  }

  /** @throws Refusal 'too-large', 'too-many', 'invalid' if a limit of a worker is exceeded, or 'unavailable' */
  private async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const file = bodyLimitOf(request) === 'fileBytes';
    const leave = file ? this.files.enter(whoAsks(request)) : undefined;
    try {
      const body = await bodyOf(request, this.settings.limits);
      if (body !== 'over') await this.forwardBody(request, reply, body);
    } finally {
      leave?.();
    }
  }

  private async forwardBody(
    request: FastifyRequest,
    reply: FastifyReply,
    body: Buffer | undefined,
  ): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    try {
      await this.byWorker(request, reply, body, gone.signal);
    } catch (error) {
      if (!gone.signal.aborted) throw error;
      // Nobody is left to read an answer.
      if (!reply.sent) reply.hijack();
    }
  }

  private async byWorker(
    request: FastifyRequest,
    reply: FastifyReply,
    body: Buffer | undefined,
    gone: AbortSignal,
  ): Promise<void> {
    const lease = await this.workers().lease(whoAsks(request), gone);
    let endLimit = () => {};
    // What only reads need not be finished for a caller who has left; a write is.
    const left = () => lease.worker.kill('failure');
    if (onlyReads(request)) gone.addEventListener('abort', left);
    try {
      await lease.worker.ready;
      endLimit = lease.worker.limitTime(this.times);
      const keeps = this.conditional.stores(request);
      const answer = await lease.worker.answer(forwarded(request, body, keeps));
      if (keeps && Number(answer.headers['content-length'] ?? Infinity) <= POLICY.bodyKeptBytes) {
        await reply
          .code(answer.statusCode ?? 502)
          .headers(passedOn(answer))
          .send(await textOf(answer));
        return;
      }
      reply.hijack();
      const free = () => {
        endLimit();
        gone.removeEventListener('abort', left);
        lease.release();
      };
      await this.send(answer, reply.raw, free);
    } catch (error) {
      if (reply.sent) {
        reply.raw.destroy();
        if (lease.isHeld()) lease.worker.kill('failure');
      } else throw this.faultOf(error);
    } finally {
      endLimit();
      gone.removeEventListener('abort', left);
      lease.release();
    }
  }

  /** Sends an answer on, and frees its worker as soon as it is computed: what the client has not read yet is spooled. */
  private async send(answer: IncomingMessage, to: ServerResponse, free: () => void): Promise<void> {
    // The worker has set its own, which differ for a 304.
    for (const name of to.getHeaderNames()) if (name !== 'connection') to.removeHeader(name);
    to.writeHead(answer.statusCode ?? 502, passedOn(answer));
    to.flushHeaders();
    this.spools += 1;
    const spool = new Spool(join(this.directory ?? tmpdir(), `${this.spools}.part`), this.spooled);
    const taken = spool.take(answer).then(free);
    await Promise.all([taken, pipeline(flowing(spool.parts()), to)]);
  }

  private workers(): WorkerPool {
    this.pool ??= new WorkerPool(this.settings.workers.count, (onEnd) => this.create(onEnd));
    return this.pool;
  }

  private create(onEnd: (worker: WorkerProcess) => void): WorkerProcess {
    // A directory of this user alone (0700).
    this.directory ??= mkdtempSync(join(tmpdir(), 'pacta-'));
    this.started += 1;
    const socket =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\pacta-${process.pid}-${this.started}`
        : join(this.directory, `${this.started}.sock`);
    const start = {
      settings: this.settings,
      socket,
      secret: this.randomness.bytes(32).toString('base64url'),
      port: this.port,
      memoryBytes: this.settings.workers.megabytes * 1_000_000,
    };
    const entry = { program: join(PROJECT_ROOT, 'bin', 'pacta.js'), args: ['worker'] };
    return new WorkerProcess(entry, start, this.store, onEnd);
  }

  private faultOf(error: unknown): unknown {
    if (!(error instanceof WorkerEnded)) return error;
    if (error.why === 'failure') {
      return new Refusal('unavailable', `The answer could not be computed. ${NOTHING_HALF}`, [], 2);
    }
    const seconds = ['workers.seconds', 'PACTA_WORKER_SECONDS'] as const;
    const { cpu, wall } = this.times;
    const { megabytes } = this.settings.workers;
    const [limit, name, variable] = {
      cpu: [`${cpu} seconds of CPU time`, ...seconds] as const,
      wall: [`${wall} seconds, mostly waiting,`, ...seconds] as const,
      memory: [`${megabytes} MB of memory`, 'workers.megabytes', 'PACTA_WORKER_MEGABYTES'] as const,
    }[error.why];
    return new Refusal(
      'invalid',
      `This request needs more than ${limit} and was stopped. ${NOTHING_HALF}`,
      [
        {
          pointer: '',
          detail: `the work was stopped at ${limit} (${name})`,
          expected: `a smaller document, range or page, or a higher limit in ${variable}`,
        },
      ],
    );
  }
}

function queryOf({ query }: FastifyRequest): Readonly<Record<string, unknown>> {
  return isRecord(query) ? query : {};
}

/** The agreements that a request is about; undefined stands for all of them. */
function agreementsOf(request: FastifyRequest): (string | undefined)[] {
  const { agreement, id, other } = isRecord(request.params) ? request.params : {};
  const ofPath = agreement ?? (typeof id === 'string' ? id.split('/')[0] : undefined);
  const named = ofPath ?? queryOf(request).agreement;
  const first = typeof named === 'string' ? named : undefined;
  return typeof other === 'string' ? [first, other] : [first];
}

function onlyReads(request: FastifyRequest): boolean {
  return (
    READS.includes(request.method) ||
    queryOf(request).preview === 'true' ||
    ruleOf(request.routeOptions.config)?.role === 'reader'
  );
}

/** Who shares in the workers: each token, and each address without one. */
function whoAsks(request: FastifyRequest): string {
  return callerOf(request)?.token ?? `address ${request.ip}`;
}

/** The whole body; `over` if its length exceeds the limit: without a worker, Fastify then answers 413. */
async function bodyOf(
  request: FastifyRequest,
  limits: Limits,
): Promise<Buffer | undefined | 'over'> {
  const { raw, headers } = request;
  const name = bodyLimitOf(request);
  const length = Number(headers['content-length'] ?? 0);
  if (length === 0 && headers['transfer-encoding'] === undefined) return undefined;
  if (length > limits[name]) return 'over';
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of raw as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limits[name]) {
      const excess = { name, counted: bytes, unit: 'bytes', stopped: true } as const;
      throw overLimit(excess, limits, {}, 'The body');
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The request for a worker, with the caller and the address that the service has found. */
function forwarded(
  request: FastifyRequest,
  body: Buffer | undefined,
  keeps: boolean,
): ForwardedRequest {
  const headers: IncomingHttpHeaders = { ...request.headers };
  // This process compresses what it stores.
  if (keeps) delete headers['accept-encoding'];
  for (const name of OF_CONNECTION) delete headers[name];
  if (body !== undefined) headers['content-length'] = String(body.length);
  headers['x-forwarded-for'] = request.ip;
  headers['x-forwarded-proto'] = request.protocol;
  headers['x-forwarded-host'] = request.host;
  const caller = callerOf(request);
  headers[CALLER_HEADER] = encodeURIComponent(JSON.stringify(caller ?? null));
  return { method: request.method, path: request.raw.url ?? '/', headers, body };
}

function passedOn({ headers }: IncomingMessage): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)),
  );
}
