import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '../../base/clock';
import { DISABLED_REASONS } from '../../delivery/endpoint/endpoint.entity';
import { DELIVERY_STATES, PRESENTED_STATE_SQL } from '../../delivery/log/delivery-log';
import { Sweeper } from '../../domain/transition/sweeper';
import { HEADLINES } from '../../engine/model/status';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';

interface Count {
  label: string;
  total: number | string;
}

/** Metrics for Prometheus. Counts are read from the database at each scrape, durations of requests are observed. */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'pacta_http_request_duration_seconds',
    help: 'Duration of requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });
  private readonly milestones = this.gauge('pacta_milestones', 'Milestones by status', 'status');
  private readonly deliveries = this.gauge(
    'pacta_deliveries',
    'Deliveries by state; those of disabled endpoints are held',
    'state',
  );
  private readonly oldest = this.gauge(
    'pacta_oldest_pending_delivery_seconds',
    'Age of the oldest message that is pending for an enabled endpoint; 0 without such a message',
  );
  private readonly sweepAge = this.gauge('pacta_sweep_age_seconds', 'Time since the last sweep');
  private readonly endpoints = this.gauge(
    'pacta_endpoints',
    'Webhook endpoints by state: enabled, failing, disabled',
    'state',
  );
  private readonly disabled = this.gauge(
    'pacta_endpoints_disabled',
    'Disabled webhook endpoints by reason: by-request, gone (410) or failing',
    'reason',
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
      // The router pattern, not the address: otherwise each milestone would have a time series of its own.
      const route = request.routeOptions.url ?? 'none';
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      this.requests.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }

  /** Starts to time a request. @returns a function that observes the duration; call it with the labels. */
  startTimer(): (labels: { method: string; route: string; status: string }) => void {
    return this.requests.startTimer();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in the text exposition format. */
  async text(): Promise<string> {
    await this.update();
    return this.registry.metrics();
  }

  private async update(): Promise<void> {
    const counted = await this.store.read(async (tx) => ({
      milestones: await run<Count>(
        tx,
        `SELECT status AS label, COUNT(*) AS total FROM milestone
          WHERE dropped_at IS NULL GROUP BY status`,
        [],
      ),
      deliveries: await run<Count>(
        tx,
        // Counts per endpoint before joining: there may be millions of deliveries and few endpoints.
        `SELECT ${PRESENTED_STATE_SQL} AS label, SUM(total) AS total
           FROM (SELECT state, endpoint_id, COUNT(*) AS total
                   FROM delivery GROUP BY state, endpoint_id) AS delivery
           JOIN endpoint ON endpoint.id = delivery.endpoint_id
          GROUP BY 1`,
        [],
      ),
      oldest: await run<{ at: number | string | null }>(
        tx,
        `SELECT MIN(message.created_at) AS at
           FROM delivery JOIN message ON message.id = delivery.message_id
           JOIN endpoint ON endpoint.id = delivery.endpoint_id
          WHERE delivery.state = 'pending' AND ${PRESENTED_STATE_SQL} = 'pending'`,
        [],
      ),
      endpoints: await run<Count>(
        tx,
        `SELECT CASE WHEN state = 'enabled' AND failing_since IS NOT NULL THEN 'failing'
                     ELSE state END AS label, COUNT(*) AS total
           FROM endpoint GROUP BY 1`,
        [],
      ),
      disabled: await run<Count>(
        tx,
        `SELECT disabled_reason AS label, COUNT(*) AS total FROM endpoint
          WHERE state = 'disabled' GROUP BY disabled_reason`,
        [],
      ),
    }));
    fill(this.milestones, 'status', HEADLINES, counted.milestones.rows);
    fill(this.deliveries, 'state', DELIVERY_STATES, counted.deliveries.rows);
    fill(this.endpoints, 'state', ['enabled', 'failing', 'disabled'], counted.endpoints.rows);
    fill(this.disabled, 'reason', DISABLED_REASONS, counted.disabled.rows);
    const now = this.clock.now();
    const since = Number(counted.oldest.rows[0]?.at ?? now);
    this.oldest.set(Math.max(0, now - since) / 1_000);
    const { lastSweptAt } = this.sweeper;
    this.sweepAge.set(lastSweptAt === undefined ? Number.NaN : (now - lastSweptAt) / 1_000);
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Sets a gauge for each label value, to 0 where nothing was counted: alerts do not fire on a series that is missing. */
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
