import { isIP } from 'node:net';
import type { Fault } from '../../base/refusal';
import type { DeliverySettings } from '../delivery-settings';
import { AddressGuard } from '../transport/address-guard';

const EXAMPLE = 'https://example.org/pacta';

/**
 * The faults of a URL that its text shows. Addresses of host names are checked at every connection.
 * @param field the key that has the URL.
 */
export function urlFaults(text: string, settings: DeliverySettings, field = 'url'): Fault[] {
  const fault = (detail: string, expected: string): Fault[] => [
    { pointer: `/${field}`, detail, expected, example: EXAMPLE },
  ];
  if (!URL.canParse(text)) return fault('is not a URL', 'an absolute https URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return fault(`has the scheme "${url.protocol}", which webhooks do not support`, 'an https URL');
  }
  if (url.username !== '' || url.password !== '') {
    return fault(
      'contains credentials, which would be stored and logged',
      'a URL without user name and password; messages are signed instead',
    );
  }
  return addressFaults(url, settings, fault);
}

function addressFaults(
  url: URL,
  settings: DeliverySettings,
  fault: (detail: string, expected: string) => Fault[],
): Fault[] {
  const guard = new AddressGuard(settings.allowedNetworks);
  const literals = literalAddresses(url.hostname);
  if (literals.length > 0 && !literals.some((literal) => guard.permits(literal))) {
    return fault(
      `${url.hostname} is not a public address`,
      'a public address, or one in a network of webhooks.allowedNetworks (PACTA_WEBHOOK_ALLOWED_NETWORKS)',
    );
  }
  if (url.protocol === 'https:' || settings.allowHttp) return [];
  if (literals.some((literal) => guard.trusts(literal))) return [];
  return fault('is plain http, which does not encrypt the messages', 'an https URL');
}

/** The addresses that a host name spells out. `URL` has already normalised "127.1" and "0x7f000001". */
export function literalAddresses(hostname: string): string[] {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [bare];
  return /^(.+\.)?localhost\.?$/.test(hostname) ? ['127.0.0.1', '::1'] : [];
}
