import {
  type Address,
  isWithin,
  type Network,
  parseAddress,
  parseNetwork,
  unmapped,
} from './address';

/** IPv4 that is not the public internet (IANA special-purpose registry) or answers for a cloud's host. */
const REFUSED_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // The platform's own address inside Azure; public by number, private by meaning.
  '168.63.129.16/32',
].map(parseNetwork);

/**
 * Of IPv6 only global unicast is public. Everything outside is refused whole (loopback, unique local,
 * link-local, multicast, mapped, NAT64), and within it what leads elsewhere (Teredo, 6to4, documentation).
 */
const PUBLIC_6 = parseNetwork('2000::/3');
const REFUSED_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(parseNetwork);

/** Says which addresses a webhook may reach. */
export class AddressGuard {
  private readonly allowed: readonly Network[];

  /** @param allowedNetworks in CIDR notation; they win over every refusal. */
  constructor(allowedNetworks: readonly string[]) {
    this.allowed = allowedNetworks.map(parseNetwork);
  }

  permits(text: string): boolean {
    const address = parseAddress(text);
    return address !== undefined && (this.isAllowListed(address) || isPublic(address));
  }

  /** Whether an operator has named the network this address is in. */
  trusts(text: string): boolean {
    const address = parseAddress(text);
    return address !== undefined && this.isAllowListed(address);
  }

  private isAllowListed(address: Address): boolean {
    const target = unmapped(address);
    return this.allowed.some((network) => isWithin(address, network) || isWithin(target, network));
  }
}

function isPublic(address: Address): boolean {
  if (address.family === 4) return !REFUSED_4.some((network) => isWithin(address, network));
  return isWithin(address, PUBLIC_6) && !REFUSED_6.some((network) => isWithin(address, network));
}
