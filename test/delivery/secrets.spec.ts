import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { SystemRandomness } from '../../src/base/randomness';
import { Vault } from '../../src/base/vault';
import { Keyring } from '../../src/delivery/signing/keyring';
import { masterKey, masterKeyFile } from '../../src/delivery/signing/master-key';
import { SeededRandomness } from '../support/seeded-randomness';
import { temporaryDirectory } from '../support/service';

const randomness = new SeededRandomness(11);
const vault = new Vault(Buffer.alloc(32, 1), randomness);

describe('the vault', () => {
  it('decrypts what it encrypted, for the same owner only, and nothing altered', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, at) => {
        const sealed = vault.seal(text, 'ep_1');
        expect(vault.open(sealed, 'ep_1')).toBe(text);
        expect(() => vault.open(sealed, 'ep_2')).toThrow();
        expect(() => new Vault(Buffer.alloc(32, 2), randomness).open(sealed, 'ep_1')).toThrow();
        const bytes = Buffer.from(sealed.slice('sealed1.'.length), 'base64');
        const i = at % bytes.length;
        bytes[i] = (bytes[i] as number) ^ 1;
        expect(() => vault.open(`sealed1.${bytes.toString('base64')}`, 'ep_1')).toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it('encrypts the same text differently each time, and reveals nothing of it', () => {
    const text = 'whsec_secret';
    expect(vault.seal(text, 'ep_1')).not.toBe(vault.seal(text, 'ep_1'));
    expect(Buffer.from(vault.seal(text, 'ep_1').slice(8), 'base64').toString()).not.toContain(text);
    expect(() => vault.open(text, 'ep_1')).toThrow('not sealed');
  });

  it('returns keys unchanged', () => {
    const keyring = new Keyring(vault, randomness);
    const keys = [keyring.make(), { ...keyring.make(), until: 5 }];
    const sealed = keyring.seal('ep_1', keys);
    const opened = new Keyring(vault, randomness).open('ep_1', sealed);
    expect(opened.map(({ secret, until }) => [secret, until])).toEqual(
      keys.map(({ secret, until }) => [secret, until]),
    );
    for (const [i, key] of opened.entries()) {
      expect(key.ed25519.equals(keys[i]?.ed25519 as typeof key.ed25519)).toBe(true);
    }
  });
});

describe('the key of the vault', () => {
  const directory = temporaryDirectory();
  const dataDir = `${directory.path}/data`;
  afterAll(directory.remove);

  it('is created at the first start, readable by its owner only, and used at the next', () => {
    const made = masterKey({ dataDir }, new SystemRandomness());
    expect(made.length).toBe(32);
    expect(statSync(masterKeyFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['pacta.key']);
    expect(masterKey({ dataDir }, new SystemRandomness())).toEqual(made);
  });

  it('is the one of the settings if they have one; then no file is created', () => {
    const secretKey = Buffer.alloc(32, 7).toString('base64');
    const elsewhere = `${directory.path}/elsewhere`;
    expect(masterKey({ dataDir: elsewhere, secretKey }, randomness)).toEqual(Buffer.alloc(32, 7));
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('is refused, and the file is left alone, if the file contains something else', () => {
    writeFileSync(masterKeyFile(dataDir), 'short\n');
    expect(() => masterKey({ dataDir }, randomness)).toThrow('does not contain a key');
    expect(readFileSync(masterKeyFile(dataDir), 'utf8')).toBe('short\n');
  });
});
