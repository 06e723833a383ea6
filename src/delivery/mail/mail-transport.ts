import type { Mail } from '../format/kind';
import type { AttemptResult } from '../transport/transport';
import type { MailServerSettings } from './mail-server';

/** Sends one mail. The service uses SMTP, tests use prepared results. */
export abstract class MailTransport {
  /** Resolves within `requestTimeoutMs`, whatever the server does. */
  abstract send(server: MailServerSettings, mail: Mail): Promise<AttemptResult>;

  /** Aborts all mails that are being sent: their `send` rejects. */
  abstract close(): Promise<void>;
}
