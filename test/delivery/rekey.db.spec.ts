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

interface Sealed {
  owner: string;
  sealed: string | null;
}

describeStored(`a change of the master key, on ${DATABASE}`, () => {
  it('encrypts all secrets or none again; the old key decrypts none', async () => {
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
      const chat = { kind: 'slack', url: 'http://127.0.0.1:9/services/secret-path' };
      await service.call('POST', '/v1/webhooks', chat);
      await service.call('PUT', '/v1/mail-server', {
        host: 'smtp.example.org',
        port: 587,
        user: 'pacta',
        password: 'secret-password',
        from: 'pacta@example.org',
      });
      const store = service.app.get(Store);
      await expect(reseal(store, vault(3), vault(2))).rejects.toMatchObject({ kind: 'conflict' });
      expect(await reseal(store, vault(1), vault(2))).toBe(5);
      const { rows } = await store.read((tx) =>
        run<{ id: string; secret: string }>(tx, 'SELECT id, secret FROM endpoint', []),
      );
      for (const { id, secret } of rows) {
        expect(vault(2).open(secret, id)).toContain(secrets.get(id) ?? 'whsec_');
        expect(() => vault(1).open(secret, id)).toThrow();
      }
      const others = await store.read(async (tx) => [
        ...(await run<Sealed>(tx, `SELECT id AS owner, settings AS sealed FROM endpoint`, [])).rows,
        ...(await run<Sealed>(tx, 'SELECT name AS owner, sealed FROM service_setting', [])).rows,
      ]);
      const opened = others.flatMap(({ owner, sealed }) =>
        sealed === null
          ? []
          : [vault(2).open(sealed, owner.startsWith('ep_') ? `${owner} settings` : owner)],
      );
      expect(opened).toEqual([
        expect.stringContaining('secret-path'),
        expect.stringContaining('secret-password'),
      ]);
    } finally {
      await service.end();
    }
  });
});
