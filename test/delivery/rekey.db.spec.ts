import { SystemRandomness } from '../../src/base/randomness';
import { Vault } from '../../src/base/vault';
import { reseal } from '../../src/delivery/signing/rekey';
import { run } from '../../src/store/sql/sql';
import { Store } from '../../src/store/store';
import { DATABASE, describeStored } from '../support/databases';
import { FakeClock } from '../support/fake-clock';
import { startTestService } from '../support/service';

const randomness = new SystemRandomness();
const vault = (fill: number) => new Vault(Buffer.alloc(32, fill), randomness);

describeStored(`another master key, on ${DATABASE}`, () => {
  it('seals every secret anew, all or none, and opens none by the old one', async () => {
    const secretKey = Buffer.alloc(32, 1).toString('base64');
    const service = await startTestService(new FakeClock(Date.parse('2026-01-10T12:00:00Z')), {
      secretKey,
    });
    try {
      const secrets = new Map<string, string>();
      for (const path of ['a', 'b']) {
        const { body } = await service.call<{ id: string; secret: string }>(
          'POST',
          '/v1/webhooks',
          {
            url: `http://127.0.0.1:9/${path}`,
          },
        );
        secrets.set(body.id, body.secret);
      }
      const store = service.app.get(Store);
      await expect(reseal(store, vault(3), vault(2))).rejects.toMatchObject({ kind: 'conflict' });
      expect(await reseal(store, vault(1), vault(2))).toBe(2);
      const { rows } = await store.read((tx) =>
        run<{ id: string; secret: string }>(tx, 'SELECT id, secret FROM endpoint', []),
      );
      for (const { id, secret } of rows) {
        expect(vault(2).open(secret, id)).toContain(secrets.get(id));
        expect(() => vault(1).open(secret, id)).toThrow();
      }
    } finally {
      await service.end();
    }
  });
});
