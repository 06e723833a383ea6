import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../base/clock';
import { redacted } from '../../base/redaction';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { StuckDestinations } from '../../delivery/log/stuck-destinations';
import { Transport } from '../../delivery/transport/transport';
import { Sweeper } from '../../domain/transition/sweeper';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

type HeartbeatSettings = NonNullable<Settings['heartbeat']>;

/**
 * Sends a request to an address such as a check of Healthchecks or a push monitor of Uptime Kuma after sweeps that were
 * whole. It stays away while deliveries are stuck, so that the other side tells somebody.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap {
  private readonly logger = new Logger('Heartbeat');
  /** When the last one was sent or withheld, epoch milliseconds. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  private running = false;
  /** Why the last one did not arrive, so that a lasting failure is logged once. */
  private silentBecause: string | undefined;
  /** Bound to the context of the constructor: in that of the sweep, reads would join its transaction. */
  private readonly beatDetached = AsyncResource.bind((settings: HeartbeatSettings) =>
    this.beat(settings),
  );

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly sweeper: Sweeper,
    private readonly clock: Clock,
    private readonly stuck: StuckDestinations,
    private readonly transport: Transport,
  ) {}

  onApplicationBootstrap(): void {
    const { heartbeat } = this.settings;
    if (heartbeat !== undefined) this.sweeper.onWhole(() => this.beatSoon(heartbeat));
  }

  /** At most one at a time, and one in each interval, however often sweeps end. */
  private beatSoon(settings: HeartbeatSettings): void {
    const sinceMs = this.clock.now() - this.lookedAt;
    const early = sinceMs >= 0 && sinceMs < settings.everySeconds * SECOND_MS;
    if (early || this.running) return;
    this.lookedAt = this.clock.now();
    this.running = true;
    void this.beatDetached(settings).finally(() => {
      this.running = false;
    });
  }

  private async beat(settings: HeartbeatSettings): Promise<void> {
    let because: string | undefined;
    try {
      because = await this.send(settings);
    } catch (error) {
      because = String(error);
    }
    if (because === this.silentBecause) return;
    this.silentBecause = because;
    if (because === undefined) this.logger.log('The heartbeat is sent again.');
    else this.logger.warn(`The heartbeat is not sent: ${redacted(because)}`);
  }

  /** @returns why it did not arrive; undefined where it did. */
  private async send({
    url,
    method,
    stuckMinutes,
  }: HeartbeatSettings): Promise<string | undefined> {
    const now = this.clock.now();
    const stuck = await this.stuck.find(now, now - stuckMinutes * MINUTE_MS);
    if (stuck.length > 0) return `messages do not reach ${stuck.join(', ')}`;
    const body = JSON.stringify({ sweptAt: new Date(now).toISOString() });
    const headers = { 'user-agent': 'Pacta/1 (heartbeat)' };
    const { outcome, error } = await this.transport.post({ method, url, headers, body });
    return outcome === 'delivered' ? undefined : (error ?? outcome);
  }
}
