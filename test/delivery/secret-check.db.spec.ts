import { Vault } from '../../src/base/vault';
import { Keyring } from '../../src/delivery/signing/keyring';
import { formatSecret } from '../../src/delivery/signing/secret';
import { SecretKeyCheck } from '../../src/delivery/signing/secret-check';
import { run } from '../../src/store/sql/sql';
import { DATABASE, describeStored } from '../support/databases';
import { SeededRandomness } from '../support/seeded-randomness';
import { type Sending, startSending } from './fixture';

const PLAIN = formatSecret(Buffer.alloc(32, 9));

describeStored(`secrets at rest on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
  });

  const start = (byte: number) => {
    const randomness = new SeededRandomness(byte);
    const vault = new Vault(Buffer.alloc(32, byte), randomness);
    const unlocking = new SecretKeyCheck(
      sending.opened.store,
      vault,
      new Keyring(vault, randomness),
    );
    return unlocking.onModuleInit();
  };
  const stored = () =>
    sending.opened.store.read(
      async (tx) =>
        (await run<{ secret: string }>(tx, 'SELECT secret FROM endpoint', [])).rows[0]?.secret ??
        '',
    );
  const write = (sql: string, parameters: unknown[]) =>
    sending.opened.store.write((tx) => run(tx, sql, parameters));

  it('no secret is stored in plain text', async () => {
    await sending.endpoint({ secret: PLAIN });
    expect(await stored()).not.toContain(PLAIN.slice(6));
  });

  it('plain secrets of an earlier version are encrypted at the next start, and sign as before', async () => {
    const id = await sending.endpoint();
    await write('UPDATE endpoint SET secret = ?', [PLAIN]);
    await start(5);
    const sealed = await stored();
    expect(sealed).not.toContain(PLAIN.slice(6));
    expect(sending.keyring.open(id, sealed).map((key) => key.secret)).toEqual([PLAIN]);
    await start(5);
    expect(await stored()).toBe(sealed);
  });

  it('another key is refused while there are secrets encrypted with the first', async () => {
    await start(5);
    const id = await sending.endpoint();
    await expect(start(6)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('PACTA_SECRET_KEY'),
    });
    await start(5);
    await sending.endpoints.remove(id);
    await start(6);
    await expect(start(6)).resolves.toBeUndefined();
  });

  it('of two processes that start at once with two keys, one is refused once there is a secret', async () => {
    await sending.endpoint();
    const started = await Promise.allSettled([start(5), start(6)]);
    expect(started.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });

  it('an endpoint whose keys cannot be decrypted stops no other, and works again after a rotation', async () => {
    const broken = await sending.endpoint();
    const whole = await sending.endpoint();
    await sending.tell(1);
    await write('UPDATE endpoint SET secret = ? WHERE id = ?', ['sealed1.AAAA', broken]);
    await sending.round();
    const states = async () =>
      Object.fromEntries((await sending.deliveries()).map((row) => [row.endpointId, row.state]));
    expect(await states()).toEqual({ [broken]: 'pending', [whole]: 'delivered' });
    await sending.enrolment.rotate(broken, { overlapHours: 24 });
    sending.clock.advance(60_000);
    await sending.round();
    expect(await states()).toEqual({ [broken]: 'delivered', [whole]: 'delivered' });
  });

  it('a rotated key signs together with the former one until the overlap ends', async () => {
    const id = await sending.endpoint({ secret: PLAIN });
    const { key } = await sending.enrolment.rotate(id, { overlapHours: 24 });
    const secrets = async () =>
      sending.enrolment.activeKeys(await sending.endpoints.read(id)).map((one) => one.secret);
    expect(await secrets()).toEqual([key.secret, PLAIN]);
    sending.clock.advance(24 * 3_600_000 - 1);
    expect(await secrets()).toEqual([key.secret, PLAIN]);
    sending.clock.advance(1);
    expect(await secrets()).toEqual([key.secret]);
    await sending.enrolment.rotate(id, { overlapHours: 0, secret: PLAIN });
    expect(await secrets()).toEqual([PLAIN]);
  });

  it('more overlapping keys than fit into a header are refused', async () => {
    const id = await sending.endpoint();
    const rotate = () => sending.enrolment.rotate(id, { overlapHours: 1 });
    for (let i = 0; i < 3; i++) await rotate();
    await expect(rotate()).rejects.toMatchObject({ kind: 'conflict' });
  });
});
