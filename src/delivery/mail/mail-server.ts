import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { Vault } from '../../base/vault';
import { instant, type ResponseOf } from '../../http/response-of';
import { run } from '../../store/sql/sql';
import { Store } from '../../store/store';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery-settings';
import { literalAddresses } from '../endpoint/endpoint-url';
import { AddressGuard } from '../transport/address-guard';

const NAME = 'mail-server';

/** `tls`: from the first byte, usually port 465. `starttls`: required before the login, usually port 587. */
const SECURITY = ['tls', 'starttls', 'none'] as const;

const PRINTABLE = /^[^\p{Cc}]*$/u;
const text = (what: string, most: number) =>
  z
    .string({ error: what })
    .min(1, what)
    .max(most)
    .regex(PRINTABLE, `${what}, without control characters`);

export const mailServerSchema = z.strictObject({
  host: z
    .string({ error: 'the name of the mail server, such as smtp.example.org' })
    .max(253)
    .regex(/^[\w.:-]+$/, 'the name or the address of the mail server, without a scheme'),
  port: z
    .int({ error: 'a port from 1 to 65535, usually 465 or 587' })
    .min(1, 'a port from 1 to 65535, usually 465 or 587')
    .max(65_535, 'a port from 1 to 65535, usually 465 or 587'),
  security: z.enum(SECURITY, { error: `one of ${SECURITY.join(', ')}` }).default('starttls'),
  user: text('the user name', 320).optional(),
  password: text('the password', 1_000).optional(),
  from: z.email({ error: 'the sender, such as pacta@example.org' }).max(254),
  fromName: text('the name of the sender', 100).default('Pacta'),
});

export type MailServerSettings = z.infer<typeof mailServerSchema>;

export const presentedMailServerSchema = mailServerSchema
  .omit({ password: true })
  .extend({
    security: z.enum(SECURITY),
    user: z.string().nullable(),
    fromName: z.string(),
    hasPassword: z.boolean(),
    updatedAt: instant,
  })
  .meta({ id: 'MailServer' });

export type PresentedMailServer = ResponseOf<typeof presentedMailServerSchema>;

/** The mail server through which destinations of the kind `email` are reached: one setting of the service. */
@Injectable()
export class MailServer {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
    private readonly clock: Clock,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @throws Refusal 'invalid' for an address that mail may not be sent through. */
  async set(given: MailServerSettings): Promise<PresentedMailServer> {
    this.check(given);
    const now = this.clock.now();
    // Encrypted inside the transaction, so that a change of the master key comes entirely before or after it.
    await this.store.write((tx) =>
      run(
        tx,
        `INSERT INTO service_setting (name, sealed, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
        [NAME, this.vault.seal(JSON.stringify(given), NAME), now],
      ),
    );
    return present(given, now);
  }

  /** Undefined if none is set. @throws Error for settings that another master key encrypted. */
  async read(): Promise<MailServerSettings | undefined> {
    return (await this.stored())?.settings;
  }

  /** @throws Refusal 'not-found', also if its master key is lost: it must be set again then. */
  async show(): Promise<PresentedMailServer> {
    const stored = await this.stored().catch(() => undefined);
    if (stored === undefined) throw new Refusal('not-found', NOT_SET);
    return present(stored.settings, stored.updatedAt);
  }

  /** @throws Refusal 'not-found' */
  async remove(): Promise<void> {
    const { changed } = await this.store.write((tx) =>
      run(tx, 'DELETE FROM service_setting WHERE name = ?', [NAME]),
    );
    if (changed === 0) throw new Refusal('not-found', NOT_SET);
  }

  private async stored() {
    const { rows } = await this.store.readOnce((tx) =>
      run<{ sealed: string; updated_at: number | string }>(
        tx,
        'SELECT sealed, updated_at FROM service_setting WHERE name = ?',
        [NAME],
      ),
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const settings = mailServerSchema.parse(JSON.parse(this.vault.open(row.sealed, NAME)));
    return { settings, updatedAt: Number(row.updated_at) };
  }

  private check({ host, security, user, password }: MailServerSettings): void {
    const guard = new AddressGuard(this.settings.allowedNetworks);
    const literals = literalAddresses(host);
    const faults = [];
    if (literals.length > 0 && !literals.some((literal) => guard.permits(literal))) {
      faults.push({
        pointer: '/host',
        detail: `${host} is not a public address`,
        expected:
          'a public address, or one in a network of webhooks.allowedNetworks (PACTA_WEBHOOK_ALLOWED_NETWORKS)',
        example: 'smtp.example.org',
      });
    }
    if (security === 'none' && !literals.some((literal) => guard.trusts(literal))) {
      faults.push({
        pointer: '/security',
        detail: 'none sends mails and the password unencrypted',
        expected: 'tls or starttls; none only for an address in webhooks.allowedNetworks',
        example: 'starttls',
      });
    }
    if ((user === undefined) !== (password === undefined)) {
      faults.push({
        pointer: user === undefined ? '/user' : '/password',
        detail: 'is missing',
        expected: 'user and password together, or neither',
        example: user === undefined ? 'pacta@example.org' : 'a password',
      });
    }
    if (faults.length > 0) {
      throw new Refusal('invalid', 'Mail cannot be sent this way. Nothing was written.', faults);
    }
  }
}

const NOT_SET =
  'No mail server is set. Set it with PUT /v1/mail-server {"host": "smtp.example.org", "port": 587, "user": "…", "password": "…", "from": "pacta@example.org"}.';

function present(settings: MailServerSettings, updatedAt: number): PresentedMailServer {
  const { host, port, security, user = null, password, from, fromName } = settings;
  const hasPassword = password !== undefined;
  return {
    host,
    port,
    security,
    user,
    from,
    fromName,
    hasPassword,
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
