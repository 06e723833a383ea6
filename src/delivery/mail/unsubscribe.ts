import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../base/refusal';
import { Vault } from '../../base/vault';
import { Store } from '../../store/store';
import { DestinationSettings } from '../endpoint/destination-settings';
import { Endpoints, findEndpoint } from '../endpoint/endpoints';
import { isUnsubscribeProof } from './unsubscribe-link';

/** The destination of a link, and whether its mails are off already. */
interface Subscription {
  address: string;
  off: boolean;
}

/** Disables destinations of the kind `email` at the request of whoever has the link of a mail. */
@Injectable()
export class Unsubscribe {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly store: Store,
    private readonly endpoints: Endpoints,
    private readonly settings: DestinationSettings,
    private readonly vault: Vault,
  ) {}

  /** @throws Refusal 'not-found' for a link that this service did not make, or whose destination or address has changed. */
  async find(endpointId: string, proof: string): Promise<Subscription> {
    const endpoint = await this.store
      .read((tx) => findEndpoint(tx, endpointId))
      .catch(() => undefined);
    if (endpoint?.kind !== 'email') throw unknownLink();
    const address = this.settings.readable(endpoint).to ?? '';
    if (!isUnsubscribeProof(this.vault, { id: endpointId, address }, proof)) throw unknownLink();
    return { address, off: endpoint.state === 'disabled' };
  }

  /**
   * Disables the destination, as its operator could: waiting mails are held.
   * @throws Refusal 'not-found'
   */
  async end(endpointId: string, proof: string): Promise<'done' | 'already'> {
    const { off } = await this.find(endpointId, proof);
    if (off) return 'already';
    await this.endpoints.change(endpointId, { state: 'disabled' });
    this.logger.warn(`A reader of its mails has disabled the destination ${endpointId}.`);
    return 'done';
  }
}

function unknownLink(): Refusal {
  return new Refusal('not-found', 'This link belongs to no address that Pacta sends mails to.');
}
