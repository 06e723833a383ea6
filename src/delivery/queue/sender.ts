import { Injectable, Logger } from '@nestjs/common';
import { redacted } from '../../base/redaction';
import { KINDS } from '../destination-kinds';
import { DestinationSettings } from '../endpoint/destination-settings';
import type { Endpoint } from '../endpoint/endpoint.entity';
import { together } from '../format/group';
import { type HttpRequest, type Kind, type Mail, UnsayableMessage } from '../format/kind';
import type { Notice } from '../format/notice';
import { MailServer, type MailServerSettings } from '../mail/mail-server';
import { MailTransport } from '../mail/mail-transport';
import { activeKeys, Keyring, type SigningKey } from '../signing/keyring';
import { signedHeaders } from '../signing/signature';
import { type AttemptResult, Transport } from '../transport/transport';

/** What an attempt knows of its destination. */
export type Recipient = Pick<
  Endpoint,
  'id' | 'kind' | 'url' | 'language' | 'sealedKeys' | 'sealedSettings'
>;

export interface SentMessage {
  id: string;
  /** The stored JSON. */
  body: string;
  /** False for a trial, which no alert belongs to. */
  alerted?: boolean;
  /** The group that it is sent with as one message. */
  group?: { id: string; others: readonly Pick<SentMessage, 'id' | 'body'>[] };
}

/** Makes one attempt: writes the request of the destination's kind, sends it, and reads the answer. */
@Injectable()
export class Sender {
  private readonly logger = new Logger('Courier');

  constructor(
    private readonly transport: Transport,
    private readonly mailTransport: MailTransport,
    private readonly mailServer: MailServer,
    private readonly keyring: Keyring,
    private readonly settings: DestinationSettings,
  ) {}

  /**
   * @param at epoch milliseconds.
   * @throws Error only if the service is stopping and has aborted the attempt.
   */
  async send(to: Recipient, message: SentMessage, at: number): Promise<AttemptResult> {
    const request = this.requestOf(to, message);
    if ('outcome' in request) return request;
    const kind = KINDS[to.kind];
    if (request.by === 'mail') return interpreted(kind, await this.mail(request));
    const keys = kind.signed ? this.keysOf(to) : [];
    if (keys === undefined) return SECRET_UNREADABLE;
    const { method, url, body } = request;
    const signatures = kind.signed ? signedHeaders(message.id, body, activeKeys(keys, at), at) : {};
    const headers = { ...request.headers, ...signatures };
    return interpreted(kind, await this.transport.post({ method, url, headers, body }));
  }

  private requestOf(
    to: Recipient,
    { id, body, alerted = true, group }: SentMessage,
  ): HttpRequest | Mail | AttemptResult {
    // The stored bytes as they are: most deliveries are of this kind, and parsing the message would cost them time.
    if (to.kind === 'webhook' && to.language === 'en') {
      return { by: 'http', method: 'POST', url: to.url, headers: {}, body };
    }
    try {
      const destination = this.settings.open(to);
      const noticeOf = (one: Pick<SentMessage, 'id' | 'body'>): Notice =>
        this.settings.notice({ ...to, address: destination.address }, one, alerted);
      const first = noticeOf({ id, body });
      const notice =
        group === undefined ? first : together(group.id, first, group.others.map(noticeOf));
      return destination.request(notice);
    } catch (error) {
      if (error instanceof UnsayableMessage) return unsayable(error);
      this.logger.error(
        `The settings of the destination ${to.id} cannot be used: ${redacted(String(error))}`,
      );
      return SETTINGS_UNREADABLE;
    }
  }

  private async mail(mail: Mail): Promise<AttemptResult> {
    let server: MailServerSettings | undefined;
    try {
      server = await this.mailServer.read();
    } catch (error) {
      this.logger.error(`The settings of the mail server cannot be read: ${String(error)}`);
      return SETTINGS_UNREADABLE;
    }
    return server === undefined ? NO_MAIL_SERVER : this.mailTransport.send(server, mail);
  }

  private keysOf({ id, sealedKeys }: Recipient): readonly SigningKey[] | undefined {
    try {
      return this.keyring.open(id, sealedKeys);
    } catch (error) {
      this.logger.error(`The secret of the webhook ${id} cannot be read: ${String(error)}`);
      return undefined;
    }
  }
}

/** The result with what the service's answer means; as it is without an answer. */
function interpreted({ title, read }: Kind, result: AttemptResult): AttemptResult {
  const { statusCode, excerpt } = result;
  if (read === undefined || statusCode === null) return result;
  const { verdict, words, advice, retryAfterSeconds } = read({
    status: statusCode,
    body: excerpt ?? '',
  });
  if (verdict === 'delivered') return { ...result, outcome: 'delivered', error: null };
  const said =
    words === '' ? `${title} answered ${statusCode}` : `${title} answered ${statusCode}: ${words}`;
  return {
    ...result,
    outcome: 'rejected',
    error: redacted(said),
    retryAfter: retryAfterSeconds === undefined ? result.retryAfter : String(retryAfterSeconds),
    refused: { retry: undefined, refused: 'message' as const, gone: 'destination' as const }[
      verdict
    ],
    advice,
  };
}

const NO_RESPONSE = {
  outcome: 'unreachable',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
} as const;

/** Counts as a failed attempt. The delivery is sent after the endpoint's secret was rotated. */
const SECRET_UNREADABLE: AttemptResult = {
  ...NO_RESPONSE,
  error:
    'The stored secret of the endpoint cannot be read, and messages are not sent unsigned. Rotate the secret.',
};

/** The message is not tried again: another attempt would end in the same way. */
function unsayable({ message }: UnsayableMessage): AttemptResult {
  return { ...NO_RESPONSE, outcome: 'rejected', error: redacted(message), refused: 'message' };
}

const SETTINGS_UNREADABLE: AttemptResult = {
  ...NO_RESPONSE,
  error: 'The stored settings of the destination cannot be read. Set them again.',
};

const NO_MAIL_SERVER: AttemptResult = {
  ...NO_RESPONSE,
  error: 'No mail server is set',
  advice: 'Set it with PUT /v1/mail-server or pacta destinations mail-server.',
};
