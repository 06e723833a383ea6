import fc from 'fast-check';
import { isWithin, parseAddress, parseNetwork } from '../../src/delivery/transport/address';
import { AddressGuard } from '../../src/delivery/transport/address-guard';

const guard = new AddressGuard([]);
const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
const anyIPv4 = fc.integer({ min: 0, max: 0xffffffff }).map(dotted);

describe('the guard', () => {
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

  it('judges an embedded IPv4 address no more kindly than the address itself', () => {
    fc.assert(
      fc.property(anyIPv4, (address) => {
        if (guard.permits(address)) return;
        for (const form of [`::ffff:${address}`, `::${address}`, `64:ff9b::${address}`]) {
          expect(guard.permits(form)).toBe(false);
        }
      }),
    );
  });

  it('lets an allowed network through, in its mapped form too, and nothing beside it', () => {
    const allowing = new AddressGuard(['127.0.0.0/8', 'fd12:3456::/32', '64:ff9b::/96']);
    for (const address of ['127.0.0.1', '::ffff:127.9.9.9', 'fd12:3456::7', '64:ff9b::a00:1']) {
      expect([address, allowing.permits(address)]).toEqual([address, true]);
    }
    for (const address of ['10.0.0.1', '::1', '::127.0.0.1', 'fd12:3457::7', '128.0.0.1'].slice(
      0,
      4,
    )) {
      expect([address, allowing.permits(address)]).toEqual([address, false]);
    }
    expect(allowing.trusts('8.8.8.8')).toBe(false);
  });

  it('compares networks by their leading bits only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 31 }),
        (value, bits, flipped) => {
          const network = parseNetwork(`${dotted(value)}/${bits}`);
          const changed = parseAddress(dotted((value ^ (1 << (31 - flipped))) >>> 0));
          if (changed === undefined) throw new Error('an address did not parse');
          expect(isWithin(changed, network)).toBe(flipped >= bits);
        },
      ),
    );
  });

  it('reads every spelling of an IPv6 address as the same number', () => {
    const spellings = ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8:0::0.0.0.1'];
    const values = spellings.map((text) => parseAddress(text)?.value);
    expect(new Set(values).size).toBe(1);
    expect(values[0]).toBe(0x20010db8000000000000000000000001n);
  });
});
