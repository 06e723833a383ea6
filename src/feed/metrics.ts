import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '../clock';
import { HEADLINES } from '../schedule/status';
import { run } from '../store/set-based';
import { Store } from '../store/store';
import { Sweeper } from '../transition/sweeper';

interface Count {
  label: string;
  total: number | string;
}

/** Numbers for Prometheus, counted when they are asked for; requests are timed as they pass. */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'pacta_http_request_duration_seconds',
    help: 'How long requests took, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });
  private readonly milestones = this.gauge('pacta_milestones', 'Milestones by status', 'status');
  private readonly deliveries = this.gauge('pacta_deliveries', 'Deliveries by state', 'state');
  private readonly oldest = this.gauge(
    'pacta_oldest_pending_delivery_seconds',
    'Age of the oldest message that still waits to be delivered; 0 when none does',
  );
  private readonly swept = this.gauge(
    'pacta_sweep_age_seconds',
    'Time since the clock was last swept',
  );
  private readonly failing = this.gauge(
    'pacta_endpoints',
    'Webhook endpoints by what becomes of them',
    'state',
  );

  constructor(
    private readonly store: Store,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
    private readonly host: HttpAdapterHost,
  ) {
    collectDefaultMetrics({ register: this.registry, prefix: 'pacta_' });
  }

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onResponse', (request, reply, done) => {
      // The route's pattern, never the address: a label per milestone would flood the scraper.
      const route = request.routeOptions.url ?? 'none';
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      this.requests.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }

  /** Times a request from now on; what it answers takes what it was. */
  start(): (labels: { method: string; route: string; status: string }) => void {
    return this.requests.startTimer();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text of everything, in Prometheus' exposition format. */
  async text(): Promise<string> {
    await this.count();
    return this.registry.metrics();
  }

  private async count(): Promise<void> {
    const counted = await this.store.read(async (tx) => ({
      milestones: await run<Count>(
        tx,
        `SELECT status AS label, COUNT(*) AS total FROM milestone
          WHERE dropped_at IS NULL GROUP BY status`,
        [],
      ),
      deliveries: await run<Count>(
        tx,
        'SELECT state AS label, COUNT(*) AS total FROM delivery GROUP BY state',
        [],
      ),
      oldest: await run<{ at: number | string | null }>(
        tx,
        `SELECT MIN(message.created_at) AS at
           FROM delivery JOIN message ON message.id = delivery.message_id
          WHERE delivery.state = 'pending'`,
        [],
      ),
      endpoints: await run<Count>(
        tx,
        `SELECT CASE WHEN state = 'enabled' AND failing_since IS NOT NULL THEN 'failing'
                     ELSE state END AS label, COUNT(*) AS total
           FROM endpoint GROUP BY 1`,
        [],
      ),
    }));
    fill(this.milestones, 'status', HEADLINES, counted.milestones.rows);
    fill(
      this.deliveries,
      'state',
      ['pending', 'delivered', 'failed', 'superseded'],
      counted.deliveries.rows,
    );
    fill(this.failing, 'state', ['enabled', 'failing', 'disabled'], counted.endpoints.rows);
    const now = this.clock.now();
    const since = Number(counted.oldest.rows[0]?.at ?? now);
    this.oldest.set(Math.max(0, now - since) / 1_000);
    const { lastSweptAt } = this.sweeper;
    this.swept.set(lastSweptAt === undefined ? Number.NaN : (now - lastSweptAt) / 1_000);
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Every known value is present, with 0 where there is none: a series that vanishes cannot alert. */
function fill(
  gauge: Gauge,
  label: string,
  known: readonly string[],
  counts: readonly Count[],
): void {
  gauge.reset();
  for (const value of known) gauge.set({ [label]: value }, 0);
  for (const { label: value, total } of counts) gauge.set({ [label]: value }, Number(total));
}
