import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number, so that networks are compared by arithmetic and not by spelling. */
export interface Address {
  family: 4 | 6;
  value: bigint;
}

export interface Network extends Address {
  /** Leading bits that count. */
  bits: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** Undefined for anything that is no plain address; a zone index ("fe80::1%eth0") is none. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: 4, value: fromGroups(text.split('.').map(Number), 8n) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = withoutDottedQuad(text).split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const zeros = new Array<number>(8 - first.length - last.length).fill(0);
  return { family: 6, value: fromGroups([...first, ...zeros, ...last], 16n) };
}

/** @throws Error when the text is no network such as 10.0.0.0/8; settings are checked before. */
export function parseNetwork(text: string): Network {
  const [base = '', bits = ''] = text.split('/');
  const address = parseAddress(base);
  if (address === undefined || !/^\d+$/.test(bits) || Number(bits) > WIDTH[address.family]) {
    throw new Error(`"${text}" is no network such as 10.0.0.0/8`);
  }
  return { ...address, bits: Number(bits) };
}

export function isWithin(address: Address, network: Network): boolean {
  if (address.family !== network.family) return false;
  const shift = BigInt(WIDTH[network.family] - network.bits);
  return address.value >> shift === network.value >> shift;
}

/** The IPv4 address that an IPv4-mapped IPv6 address (::ffff:a.b.c.d) really connects to. */
export function unmapped(address: Address): Address {
  const mapped = address.family === 6 && address.value >> 32n === 0xffffn;
  return mapped ? { family: 4, value: address.value & 0xffffffffn } : address;
}

function fromGroups(groups: readonly number[], width: bigint): bigint {
  return groups.reduce((value, group) => (value << width) | BigInt(group), 0n);
}

function groupsOf(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

/** "::ffff:127.0.0.1" with its last 32 bits written as two groups. */
function withoutDottedQuad(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const quad = text.slice(at);
  if (!isIPv4(quad)) return text;
  const [a = 0, b = 0, c = 0, d = 0] = quad.split('.').map(Number);
  return `${text.slice(0, at)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
