import { BlockList, isIP } from 'node:net';

/** IPv4 networks that are not public (IANA special-purpose registry), or reach services of a cloud's host. */
const REFUSED_4 = listOf([
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
  // Azure's platform address: in a public range, but it reaches the virtual machine's host.
  '168.63.129.16/32',
]);

/**
 * Only global unicast is public in IPv6. This refuses loopback, unique local, link-local, multicast, IPv4-mapped and
 * NAT64 addresses. Within it, ranges that reach other networks are refused: Teredo, 6to4, documentation.
 */
const PUBLIC_6 = listOf(['2000::/3']);
const REFUSED_6 = listOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** Decides to which addresses webhooks may be sent. */
export class AddressGuard {
  /** One list for each family: `BlockList` would match IPv4 addresses with a network such as ::/0. */
  private readonly allowed4: BlockList;
  private readonly allowed6: BlockList;

  /** @param allowedNetworks in CIDR notation, checked by the settings. Their addresses are always permitted. */
  constructor(allowedNetworks: readonly string[]) {
    this.allowed4 = listOf(allowedNetworks.filter((network) => !network.includes(':')));
    this.allowed6 = listOf(allowedNetworks.filter((network) => network.includes(':')));
  }

  /** @param address an address literal; any other text is not permitted. */
  permits(address: string): boolean {
    return this.trusts(address) || isPublic(address);
  }

  /** Whether an address is in a network that the operator allows; IPv4-mapped addresses are checked as IPv4 too. */
  trusts(address: string): boolean {
    const family = familyOf(address);
    if (family === undefined) return false;
    if (this.allowed4.check(address, family)) return true;
    return family === 'ipv6' && this.allowed6.check(address, family);
  }
}

function isPublic(address: string): boolean {
  const family = familyOf(address);
  if (family === undefined) return false;
  if (family === 'ipv4') return !REFUSED_4.check(address, family);
  return PUBLIC_6.check(address, family) && !REFUSED_6.check(address, family);
}

/** Undefined for texts that are no address, and for addresses with a zone index ("fe80::1%eth0"). */
function familyOf(text: string): 'ipv4' | 'ipv6' | undefined {
  if (text.includes('%')) return undefined;
  const version = isIP(text);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
