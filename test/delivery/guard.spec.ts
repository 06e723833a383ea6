import fc from 'fast-check';
import { AddressGuard } from '../../src/delivery/transport/address-guard';

const guard = new AddressGuard([]);
const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
const groups = (value: bigint) =>
  value.toString(16).padStart(32, '0').match(/.{4}/g)?.join(':') ?? '';
const anyIPv4 = fc.integer({ min: 0, max: 0xffffffff }).map(dotted);

describe('the guard of webhook destinations', () => {
  it('permits public addresses', () => {
    for (const address of [
      '93.184.216.34',
      '8.8.8.8',
      '1.1.1.1',
      '172.15.255.255',
      '172.32.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '2606:2800:220:1:248:1893:25c8:1946',
      '2a00:1450:4001:81b::200e',
    ]) {
      expect([address, guard.permits(address)]).toEqual([address, true]);
    }
  });

  it('refuses every private, special and embedded form', () => {
    for (const address of [
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.254',
      '168.63.129.16',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '64:ff9b:1::7f00:1',
      '100::1',
      '2001::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '3fff::1',
      '5f00::1',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      'localhost',
      '127.1',
      '',
    ]) {
      expect([address, guard.permits(address)]).toEqual([address, false]);
    }
  });

  it('refuses IPv6 forms of every IPv4 address that it refuses', () => {
    fc.assert(
      fc.property(anyIPv4, (address) => {
        if (guard.permits(address)) return;
        for (const form of [`::ffff:${address}`, `::${address}`, `64:ff9b::${address}`]) {
          expect(guard.permits(form)).toBe(false);
        }
      }),
    );
  });

  it('permits allowed networks, also IPv4-mapped, and no address beside them', () => {
    const allowing = new AddressGuard(['127.0.0.0/8', 'fd12:3456::/32', '64:ff9b::/96']);
    for (const address of ['127.0.0.1', '::ffff:127.9.9.9', 'fd12:3456::7', '64:ff9b::a00:1']) {
      expect([address, allowing.permits(address)]).toEqual([address, true]);
    }
    for (const address of ['10.0.0.1', '::1', '::127.0.0.1', 'fd12:3457::7']) {
      expect([address, allowing.permits(address)]).toEqual([address, false]);
    }
    expect(allowing.trusts('8.8.8.8')).toBe(false);
  });

  it('does not permit IPv4 addresses by an IPv6 network', () => {
    const allowing = new AddressGuard(['::/0']);
    expect(allowing.permits('::1')).toBe(true);
    expect(allowing.permits('10.0.0.1')).toBe(false);
  });

  it('compares IPv4 networks by their leading bits only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 31 }),
        (value, bits, flipped) => {
          const allowing = new AddressGuard([`${dotted(value)}/${bits}`]);
          const changed = dotted((value ^ (1 << (31 - flipped))) >>> 0);
          expect(allowing.trusts(dotted(value))).toBe(true);
          expect(allowing.trusts(changed)).toBe(flipped >= bits);
        },
      ),
    );
  });

  it('compares IPv6 networks by their leading bits only', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
        fc.integer({ min: 0, max: 128 }),
        fc.integer({ min: 0, max: 127 }),
        (value, bits, flipped) => {
          const allowing = new AddressGuard([`${groups(value)}/${bits}`]);
          expect(allowing.trusts(groups(value))).toBe(true);
          expect(allowing.trusts(groups(value ^ (1n << BigInt(127 - flipped))))).toBe(
            flipped >= bits,
          );
        },
      ),
    );
  });

  it('reads every spelling of an IPv6 address', () => {
    const allowing = new AddressGuard(['2001:db8::1/128']);
    for (const spelling of ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8:0::0.0.0.1']) {
      expect([spelling, allowing.trusts(spelling)]).toEqual([spelling, true]);
    }
  });
});
