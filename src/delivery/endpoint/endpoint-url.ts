import { isIP } from 'node:net';
import { type Fault, Refusal } from '../../base/refusal';
import type { DeliverySettings } from '../delivery-settings';
import { AddressGuard } from '../transport/address-guard';

const EXAMPLE = 'https://example.org/pacta';

/** @throws Refusal 'invalid' with a fault at `/url`. */
export function checkUrl(text: string, settings: DeliverySettings): void {
  const faults = urlFaults(text, settings);
  if (faults.length > 0) {
    throw new Refusal('invalid', 'Webhooks cannot be sent there; nothing was written.', faults);
  }
}

/**
 * What speaks against a URL as far as its text shows; where a name leads is checked at every
 * connection. Empty when nothing does.
 */
export function urlFaults(text: string, settings: DeliverySettings): Fault[] {
  const fault = (detail: string, expected: string): Fault[] => [
    { pointer: '/url', detail, expected, example: EXAMPLE },
  ];
  if (!URL.canParse(text)) return fault('it is no URL', 'an absolute https URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return fault(`"${url.protocol}" cannot be posted to`, 'an https URL');
  }
  if (url.username !== '' || url.password !== '') {
    return fault(
      'it holds credentials, which would be stored and logged',
      'a URL without a name and password; messages are signed instead',
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
  const literals = literalsOf(url.hostname);
  if (literals.length > 0 && !literals.some((literal) => guard.permits(literal))) {
    return fault(
      `${url.hostname} is not a public address`,
      'a public address, or one in a network of webhooks.allowedNetworks (PACTA_WEBHOOK_ALLOWED_NETWORKS)',
    );
  }
  if (url.protocol === 'https:' || settings.allowHttp) return [];
  if (literals.some((literal) => guard.trusts(literal))) return [];
  return fault('plain http shows the messages to everybody on the way', 'an https URL');
}

/** The addresses a host name spells out; the URL parser has normalised "127.1" and "0x7f000001" already. */
function literalsOf(hostname: string): string[] {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [bare];
  return /^(.+\.)?localhost\.?$/.test(hostname) ? ['127.0.0.1', '::1'] : [];
}
