import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { BlockList, isIPv6, type Socket } from 'node:net';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../base/guards';
import { POLICY } from '../config/policy';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { problem, writeProblem } from '../http/problem.filter';

/** A response that is not sent completely yet. */
interface OpenResponse {
  /** Bytes that the operating system had accepted from its connection at the last check; undefined before the first. */
  sent: number | undefined;
  /** Checks in succession that found bytes waiting and none of them sent. */
  stalledChecks: number;
}

/** A connection that does not come from a trusted proxy. */
interface Peer {
  address: string;
  /** Bytes received until its last request: what came since belongs to an incomplete request. */
  readBefore: number;
}

/** The interval at which open responses are checked. */
const CHECK_MS = 1_000;
/** Checks after which a response counts as stalled when unsent bytes exceed their limit. */
const STALLED_UNDER_PRESSURE = 2;
/** Smaller answers are always sent. */
const LARGE_CHARACTERS = 64_000;

/**
 * Bounds what connections cost. A response whose client takes nothing of it for `stallSeconds` ends with its connection.
 * All unsent bytes together are bounded by `POLICY.unsentBytes`: above it, responses that are stalled end at once, and
 * large answers to reads get 503. The number of connections without a request is bounded for each address: a further one
 * ends the one that is idle for longest. Each of them also ends after some time. Connections of trusted proxies are
 * neither counted nor timed.
 */
@Injectable()
export class Connections implements OnApplicationShutdown {
  private readonly open = new Map<ServerResponse, OpenResponse>();
  /** Connections without an open response by address, with the check since which they have none, the oldest first. */
  private readonly idle = new Map<string, Map<Socket, number>>();
  private checks = 0;
  private readonly peers = new WeakMap<Socket, Peer>();
  private readonly proxies = new BlockList();
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    for (const network of settings.trustedProxies) {
      const [address = '', bits] = network.split('/');
      this.proxies.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
    }
  }

  /** Call after `PollFastPath.register`, which replaces the listeners of requests. */
  register(server: Server): void {
    server.maxConnections = POLICY.connections;
    server.on('connection', (socket) => this.accept(socket));
    server.on('request', (request, response) => this.begin(request, response));
    this.timer = setInterval(() => this.check(), CHECK_MS);
    this.timer.unref();
  }

  /** Call after the response cache is registered: bodies that it holds are shared, so they cost nothing. */
  boundAnswers(fastify: FastifyInstance): void {
    fastify.addHook('onSend', (request, reply, payload, done) => {
      done(null, typeof payload === 'string' ? this.bounded(request, reply, payload) : payload);
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Bytes of all open responses that are not sent yet. */
  unsentBytes(): number {
    let bytes = 0;
    for (const response of this.open.keys()) bytes += response.writableLength;
    return bytes;
  }

  private accept(socket: Socket): void {
    const address = socket.remoteAddress;
    if (address === undefined || this.isProxy(address)) return;
    this.peers.set(socket, { address, readBefore: 0 });
    this.rest(socket);
    socket.on('close', () => this.remove(socket));
  }

  private begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const peer = this.peers.get(socket);
    if (peer !== undefined) peer.readBefore = socket.bytesRead;
    this.remove(socket);
    // Most polls are answered and sent by now.
    if (response.writableEnded && response.writableLength === 0) {
      this.rest(socket);
      return;
    }
    this.open.set(response, { sent: undefined, stalledChecks: 0 });
    response.on('close', () => {
      this.open.delete(response);
      this.rest(socket);
    });
  }

  /** Counts a connection as idle. At the limit of its address, the one that is idle for longest ends. */
  private rest(socket: Socket): void {
    const address = this.peers.get(socket)?.address;
    if (socket.destroyed || address === undefined) return;
    const idle = this.idle.get(address) ?? new Map<Socket, number>();
    if (idle.size === 0) this.idle.set(address, idle);
    idle.set(socket, this.checks);
    const limit = this.settings.connectionsPerClient;
    if (idle.size <= limit) return;
    const [oldest] = idle.keys();
    this.end(
      oldest ?? socket,
      429,
      `This address has ${limit} connections whose request is not complete, ` +
        'which is the limit (PACTA_CONNECTIONS_PER_CLIENT).',
    );
  }

  private remove(socket: Socket): void {
    const address = this.peers.get(socket)?.address ?? '';
    const idle = this.idle.get(address);
    idle?.delete(socket);
    if (idle?.size === 0) this.idle.delete(address);
  }

  /** Closes an idle connection; one that has sent a part of a request gets the reason. */
  private end(socket: Socket, status: number, detail: string): void {
    this.remove(socket);
    const asked = socket.bytesRead > (this.peers.get(socket)?.readBefore ?? 0);
    if (asked) writeProblem(socket, problem(status, detail, ''));
    socket.destroySoon();
  }

  private isProxy(address: string): boolean {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
    const plain = mapped ?? address;
    return this.proxies.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }

  private check(): void {
    this.checks += 1;
    this.endIdle();
    for (const [response, seen] of this.open) {
      const sent = response.socket === null ? 0 : sentBytes(response.socket);
      const waits = response.writableLength > 0 && sent === seen.sent;
      seen.stalledChecks = waits ? seen.stalledChecks + 1 : 0;
      seen.sent = sent;
      if (seen.stalledChecks * CHECK_MS >= this.settings.stallSeconds * 1_000) response.destroy();
    }
    this.relieve();
  }

  /** Node times quiet connections and requests that have begun; line breaks between two requests are neither. */
  private endIdle(): void {
    const seconds = this.settings.stallSeconds;
    for (const idle of this.idle.values()) {
      for (const [socket, since] of idle) {
        if ((this.checks - since) * CHECK_MS <= seconds * 1_000) break;
        this.end(socket, 408, `No complete request has arrived within ${seconds} seconds.`);
      }
    }
  }

  /** Ends stalled responses until unsent bytes are within their limit, those that are stalled for longest first. */
  private relieve(more = 0): boolean {
    let unsent = this.unsentBytes() + more;
    if (unsent <= POLICY.unsentBytes) return true;
    const stalled = [...this.open]
      .filter(([, { stalledChecks }]) => stalledChecks >= STALLED_UNDER_PRESSURE)
      .sort(([, a], [, b]) => b.stalledChecks - a.stalledChecks);
    for (const [response] of stalled) {
      unsent -= response.writableLength;
      response.destroy();
      if (unsent <= POLICY.unsentBytes) return true;
    }
    return false;
  }

  private bounded(
    { method, url }: FastifyRequest,
    reply: FastifyReply,
    payload: string,
  ): string | Buffer {
    if (payload.length < LARGE_CHARACTERS) return payload;
    const room = this.relieve(payload.length);
    // The bytes alone: a text that is being sent would be held a second time.
    if (room || method !== 'GET') return Buffer.from(payload);
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
    reply.code(503).header('retry-after', '2');
    reply.header('content-type', 'application/problem+json; charset=utf-8');
    const detail = `Answers that wait for their readers hold ${POLICY.unsentBytes} bytes, which is the limit. Try again.`;
    return JSON.stringify(problem(503, detail, url));
  }
}

/**
 * Bytes of a connection that the operating system has accepted. Node counts a write as done only as a whole, so this
 * reads the counters of its handle, as Node's own timeouts do.
 */
function sentBytes(socket: Socket): number {
  const handle: unknown = '_handle' in socket ? socket._handle : undefined;
  if (isRecord(handle)) {
    const { bytesWritten, writeQueueSize } = handle;
    if (typeof bytesWritten === 'number' && typeof writeQueueSize === 'number') {
      return bytesWritten - writeQueueSize;
    }
  }
  return socket.bytesWritten - socket.writableLength;
}
