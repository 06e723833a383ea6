import { SystemClock } from '../src/base/clock';
import { SystemRandomness } from '../src/base/randomness';
import { DEFAULT_LIMITS } from '../src/config/policy';
import { Agreements } from '../src/domain/agreement/agreements';
import { AddAgreement } from '../src/domain/change/amendment/addition';
import { Changes } from '../src/domain/change/changes';
import { Facts } from '../src/domain/change/facts/facts';
import { Rescheduling } from '../src/domain/change/rescheduling';
import { Signing } from '../src/domain/change/signing/signing';
import { Ledger } from '../src/domain/ledger/ledger';
import { AlertPublisher } from '../src/domain/notification/alert-publisher';
import { Recorder } from '../src/domain/transition/recorder';
import type { Sweeper } from '../src/domain/transition/sweeper';
import { Outbox } from '../src/outbox/outbox';
import { Relay } from '../src/outbox/relay';
import type { Store } from '../src/store/store';
import { LINKS } from '../test/support/links';

class NoDeliveries extends Relay {
  async relay(): Promise<void> {}
  async withdraw(): Promise<void> {}
}

/** The classes that change agreements, on a store, without HTTP, sweep and deliveries. */
export function assemble(store: Store) {
  const clock = new SystemClock();
  const randomness = new SystemRandomness();
  const agreements = new Agreements();
  const ledger = new Ledger(clock, randomness);
  const outbox = new Outbox(new NoDeliveries(), store);
  const publisher = new AlertPublisher(outbox, clock, randomness, agreements, LINKS);
  const recorder = new Recorder(publisher, clock, randomness);
  const sweeper = { wake: () => undefined } as unknown as Sweeper;
  const rescheduling = new Rescheduling(agreements, ledger, recorder, sweeper, store);
  const changes = new Changes(store, ledger, rescheduling, clock, {
    limits: DEFAULT_LIMITS,
  });
  return {
    clock,
    ledger,
    facts: new Facts(store, agreements, ledger, changes, clock),
    signing: new Signing(store, agreements, ledger, changes, clock),
    addition: new AddAgreement(store, agreements, ledger, rescheduling, clock),
  };
}
