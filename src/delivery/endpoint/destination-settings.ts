import { Inject, Injectable } from '@nestjs/common';
import { isRecord } from '../../base/guards';
import { faultsOf } from '../../base/issues';
import { type Fault, Refusal } from '../../base/refusal';
import { Vault } from '../../base/vault';
import { acknowledgeLink } from '../../outbox/acknowledge-link';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { KINDS } from '../destination-kinds';
import type { Fields } from '../format/fields';
import { type Destination, KIND_NAMES, type Kind, type KindName } from '../format/kind';
import { type Notice, noticeOf } from '../format/notice';
import { unsubscribeLink } from '../mail/unsubscribe-link';
import type { Endpoint } from './endpoint.entity';
import { urlFaults } from './endpoint-url';

/** The fields that hold an address to which requests are sent. */
const ADDRESSES = ['url', 'baseUrl'] as const;

type Addressed = Pick<Endpoint, 'id' | 'kind' | 'language'> & { address: string };

type StoredDestination = Pick<Endpoint, 'id' | 'kind' | 'url' | 'sealedSettings'>;

/** The owner that settings are encrypted for; the signing keys of an endpoint are encrypted for its id. */
export function settingsOwner(endpointId: string): string {
  return `${endpointId} settings`;
}

/** Checks the settings of destinations, encrypts them for the database and decrypts them. */
@Injectable()
export class DestinationSettings {
  constructor(
    private readonly vault: Vault,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /**
   * The columns of an endpoint with these settings.
   * @throws Refusal 'invalid' for settings of another kind, missing ones, and an address that nothing may be sent to.
   */
  columns(
    id: string,
    name: KindName,
    given: Partial<Fields>,
  ): Pick<Endpoint, 'url' | 'sealedSettings'> {
    const kind = KINDS[name];
    const faults = this.faults(name, given);
    if (faults.length > 0) {
      const detail =
        name === 'webhook'
          ? 'Webhooks cannot be sent to this URL.'
          : `These are not the settings of a destination of the kind "${name}".`;
      throw new Refusal('invalid', `${detail} Nothing was written.`, faults);
    }
    const { address } = kind.open(given);
    if (name === 'webhook') return { url: address, sealedSettings: null };
    const sealedSettings = this.vault.seal(JSON.stringify(given), settingsOwner(id));
    return { url: address, sealedSettings };
  }

  /** @throws Error for settings that another master key encrypted. */
  private read({ id, url, sealedSettings }: StoredDestination): Partial<Fields> {
    if (sealedSettings === null) return { url };
    const settings: unknown = JSON.parse(this.vault.open(sealedSettings, settingsOwner(id)));
    return isRecord(settings) ? settings : {};
  }

  /**
   * A stored message as the kinds read it.
   * @param to the destination. Its address is that of `Destination`.
   * @param alerted whether the message can be acknowledged if its type can.
   */
  notice(
    { id: endpoint, kind, language, address }: Addressed,
    { id, body }: { id: string; body: string },
    alerted: boolean,
  ): Notice {
    const notice = noticeOf(id, body, language);
    const { type, url: page } = notice;
    return {
      ...notice,
      unsubscribeUrl:
        kind === 'email' && page !== undefined
          ? unsubscribeLink(this.vault, { id: endpoint, address }, page, language)
          : undefined,
      acknowledgeUrl: alerted
        ? acknowledgeLink(this.vault, { id, type, page }, language)
        : undefined,
    };
  }

  /** The settings; none if their master key is lost, so that all of them can be set again. */
  readable(endpoint: StoredDestination): Partial<Fields> {
    try {
      return this.read(endpoint);
    } catch {
      return {};
    }
  }

  /** @throws Error for settings that another master key encrypted, or that an earlier release wrote differently. */
  open(endpoint: StoredDestination): Destination {
    return KINDS[endpoint.kind].open(this.read(endpoint));
  }

  private faults(name: KindName, given: Partial<Fields>): Fault[] {
    const kind = KINDS[name];
    const parsed = kind.settings.safeParse(given);
    if (!parsed.success) {
      return parsed.error.issues
        .flatMap((issue) => faultsOf(issue))
        .map((fault) => settingFault(name, kind, given, fault));
    }
    return ADDRESSES.flatMap((field) => {
      const url = given[field];
      if (url === undefined) return [];
      const other = this.otherKind(name, url);
      return other.length > 0 ? other : urlFaults(url, this.settings, field);
    });
  }

  /** A fault where an address belongs to a service of another kind. */
  private otherKind(name: KindName, text: string): Fault[] {
    if (!URL.canParse(text)) return [];
    const url = new URL(text);
    if (KINDS[name].recognises(url)) return [];
    const other = KIND_NAMES.find((one) => KINDS[one].recognises(url));
    if (other === undefined) return [];
    return [
      {
        pointer: '/kind',
        detail: `this is an address of ${KINDS[other].title}, which does not accept messages of the kind "${name}"`,
        expected: `the kind "${other}"`,
        example: KINDS[other].example,
      },
    ];
  }
}

/** Says of a missing or unknown setting which kind it belongs to, with an example. */
function settingFault(name: KindName, kind: Kind, given: object, fault: Fault): Fault {
  const key = fault.pointer.slice(1);
  const { example } = kind;
  if (!(key in kind.settings.shape)) {
    const known = Object.keys(kind.settings.shape).join(', ');
    const detail = `a destination of the kind "${name}" has no "${key}"`;
    return { pointer: fault.pointer, detail, expected: `only ${known}`, example };
  }
  if (key in given) return { ...fault, example };
  return { pointer: fault.pointer, detail: 'is missing', expected: fault.detail, example };
}
