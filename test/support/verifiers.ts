import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix/dist/webhook';

export type Headers = Record<string, string>;

/** Clients that receivers really use: each throws unless a `v1` signature is by this secret. */
export const VERIFIERS: readonly {
  name: string;
  verify(secret: string, body: string, headers: Headers): unknown;
}[] = [
  {
    name: 'standardwebhooks',
    verify: (secret, body, headers) => new Webhook(secret).verify(body, headers),
  },
  {
    name: 'svix',
    verify: (secret, body, headers) => new SvixWebhook(secret).verify(body, headers),
  },
];
