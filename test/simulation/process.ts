import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../../src/base/clock';
import { Randomness } from '../../src/base/randomness';
import { Vault } from '../../src/base/vault';
import { readSettings } from '../../src/config/settings';
import { SETTINGS } from '../../src/config/token';
import { DELIVERY_DEFAULTS, DELIVERY_SETTINGS } from '../../src/delivery/delivery-settings';
import { Courier } from '../../src/delivery/queue/courier';
import { FanOut } from '../../src/delivery/queue/fan-out';
import { Transport } from '../../src/delivery/transport/transport';
import { Sweeper } from '../../src/domain/transition/sweeper';
import { PublicUrl } from '../../src/outbox/public-url';
import { Relay } from '../../src/outbox/relay';
import { Store } from '../../src/store/store';
import { LINKS } from '../support/links';
import type { SeededRandomness } from '../support/seeded-randomness';
import { type Fate, MortalStore } from './mortal-store';
import { type Network, SimulatedTransport } from './network';
import { Parts } from './parts';

export interface Surroundings {
  store: Store;
  clock: Clock;
  randomness: SeededRandomness;
  network: Network;
  fateOfWrite: () => Fate;
  fateOfPost: () => 'well' | 'before' | 'after';
}

/** One life of the service: its own code, by the real store, a virtual clock and a simulated network. */
export class SimulatedProcess {
  readonly store: MortalStore;
  readonly parts: Parts;

  constructor({ store, clock, randomness, network, fateOfWrite, fateOfPost }: Surroundings) {
    this.store = new MortalStore(store, fateOfWrite);
    this.parts = new Parts(
      [
        [Store, this.store],
        [Clock, clock],
        [Randomness, randomness],
        [PublicUrl, LINKS],
        [SETTINGS, readSettings({})],
        [DELIVERY_SETTINGS, { ...DELIVERY_DEFAULTS, perEndpointInFlight: 4 }],
        [SchedulerRegistry, new SchedulerRegistry()],
        [Vault, new Vault(Buffer.alloc(32, 5), randomness)],
        [Transport, new SimulatedTransport(network, this.store, fateOfPost)],
      ],
      new Map<unknown, typeof FanOut>([[Relay, FanOut]]),
    );
  }

  /** As Nest tells the parts that the service has started. */
  async start(): Promise<void> {
    this.parts.get(Sweeper).onApplicationBootstrap();
    await this.parts.get(Courier).onApplicationBootstrap();
  }
}
