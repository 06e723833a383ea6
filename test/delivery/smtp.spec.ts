import { createServer, type Server, type Socket } from 'node:net';
import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import type { Mail } from '../../src/delivery/format/kind';
import type { MailServerSettings } from '../../src/delivery/mail/mail-server';
import { SmtpTransport } from '../../src/delivery/mail/smtp-transport';
import { type Receivers, startReceivers } from '../support/receivers';

const MAIL: Mail = {
  by: 'mail',
  to: 'monitor@example.org',
  subject: 'Pact: Elections',
  text: 'text',
  html: '<p>text</p>',
  messageId: 'msg_1@pacta.example.org',
  references: ['thread-1@pacta.example.org'],
  unsubscribeUrl: 'https://pacta.example.org/unsubscribe/ep_1/proof',
};
const SETTINGS = { ...DELIVERY_DEFAULTS, requestTimeoutMs: 300 };

describe('mail over SMTP', () => {
  let receivers: Receivers;
  const servers: Server[] = [];
  beforeAll(async () => {
    receivers = await startReceivers();
  });
  afterAll(async () => {
    await receivers.stop();
    for (const server of servers) server.close();
  });

  const server = (more: Partial<MailServerSettings> = {}): MailServerSettings => ({
    host: '127.0.0.1',
    port: receivers.mailPort,
    security: 'none',
    from: 'pacta@example.org',
    fromName: 'Pacta',
    ...more,
  });

  /** A mail server that says these words to whoever connects, then nothing. */
  function saying(words: string, then?: (socket: Socket) => void): Promise<number> {
    const one = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (words !== '') socket.write(words);
      then?.(socket);
    });
    servers.push(one);
    return new Promise((resolve) => {
      one.listen(0, '127.0.0.1', () => {
        const address = one.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  const allowed = { ...SETTINGS, allowedNetworks: ['127.0.0.0/8'] };

  it('delivers, and reports the words of the server', async () => {
    const result = await new SmtpTransport({ ...allowed, requestTimeoutMs: 15_000 }).send(
      server(),
      MAIL,
    );
    expect(result).toMatchObject({
      outcome: 'delivered',
      statusCode: 250,
      excerpt: '250 2.0.0 Ok: queued',
    });
  });

  it('offers one click to end the mails where the address is https', async () => {
    const transport = new SmtpTransport({ ...allowed, requestTimeoutMs: 15_000 });
    receivers.forget();
    await transport.send(server(), MAIL);
    await transport.send(server(), { ...MAIL, unsubscribeUrl: 'http://127.0.0.1/unsubscribe/e/p' });
    const [secure, plain] = await receivers.tells('email', 2);
    expect(secure).toContain(`One click ends it: ${MAIL.unsubscribeUrl}`);
    expect(plain).not.toContain('One click');
  });

  it.each<[string, string, string]>([
    ['says nothing', '', 'timed-out'],
    ['greets and stops', '220 slow\r\n', 'timed-out'],
    ['drips its greeting', '220-', 'timed-out'],
    ['is another service', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'rejected'],
  ])('ends within the limit of an attempt where the server %s', async (_what, words, outcome) => {
    const port = await saying(words);
    const started = Date.now();
    const result = await new SmtpTransport(allowed).send(server({ port }), MAIL);
    expect(['timed-out', 'unreachable', outcome]).toContain(result.outcome);
    expect(result.outcome).not.toBe('delivered');
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('aborts when the service stops', async () => {
    const port = await saying('220 slow\r\n');
    const transport = new SmtpTransport({ ...allowed, requestTimeoutMs: 60_000 });
    const sent = transport.send(server({ port }), MAIL).then(
      () => 'sent',
      () => 'aborted',
    );
    await transport.close();
    expect(await sent).toBe('aborted');
  });

  it('connects to no private address, also by a name, and sends nothing unencrypted to a public one', async () => {
    const resolve = async () => ['10.0.0.1', '93.184.216.34'];
    const inside = await new SmtpTransport(SETTINGS, resolve).send(
      server({ host: 'smtp.example.org' }),
      MAIL,
    );
    expect([inside.outcome, inside.error]).toEqual([
      'forbidden',
      expect.stringContaining('10.0.0.1'),
    ]);
    const plain = await new SmtpTransport(SETTINGS, async () => ['93.184.216.34']).send(
      server({ host: 'smtp.example.org' }),
      MAIL,
    );
    expect([plain.outcome, plain.error]).toEqual([
      'forbidden',
      expect.stringContaining('without TLS'),
    ]);
  });

  it('does not send where the server offers no STARTTLS', async () => {
    const result = await new SmtpTransport({ ...allowed, requestTimeoutMs: 5_000 }).send(
      server({ security: 'starttls' }),
      MAIL,
    );
    expect(result.outcome).not.toBe('delivered');
  });
});
