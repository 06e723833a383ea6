import { PublicUrl } from '../../src/outbox/public-url';

/** The links of messages, for tests without a service. */
export const LINKS = new PublicUrl({
  host: '127.0.0.1',
  port: 3210,
  publicUrl: 'https://pacta.example.org',
});
