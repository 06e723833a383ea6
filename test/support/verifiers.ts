import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix/dist/webhook';

export type Headers = Record<string, string>;

/** Libraries that receivers use: each throws unless the `v1` signature was made with this secret. */
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
