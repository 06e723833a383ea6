import { DELIVERY_DEFAULTS } from '../../src/delivery/delivery-settings';
import { formatSecret } from '../../src/delivery/signing/secret';
import { HttpTransport } from '../../src/delivery/transport/http-transport';
import {
  type AttemptResult,
  Transport,
  type WebhookRequest,
} from '../../src/delivery/transport/transport';
import { DATABASE, describeStored } from '../support/databases';
import { VERIFIERS } from '../support/verifiers';
import { type Sending, startSending } from './fixture';
import {
  answering,
  BEHAVIOURS,
  type Behaviour,
  parseRequest,
  type Receiver,
  startReceiver,
} from './hostile-receiver';

const LIMITS = { allowedNetworks: ['127.0.0.0/8'] };
/** The time limit for receivers that never end an answer. It may be short, since every outcome is a failure. */
const IMPATIENT = { ...LIMITS, requestTimeoutMs: 400, connectTimeoutMs: 200 };
const HOSTILE = Object.values(BEHAVIOURS).concat(answering(500), answering(429), answering(302));

/** The transport with a longer time limit for these receivers, so that a busy machine fails none of them. */
class Patient extends Transport {
  readonly urls = new Set<string>();
  private readonly patient = new HttpTransport({ ...DELIVERY_DEFAULTS, ...LIMITS });
  private readonly impatient = new HttpTransport({ ...DELIVERY_DEFAULTS, ...IMPATIENT });

  override post(post: WebhookRequest): Promise<AttemptResult> {
    return (this.urls.has(post.url) ? this.patient : this.impatient).post(post);
  }

  override async close(): Promise<void> {
    await Promise.all([this.patient.close(), this.impatient.close()]);
  }
}

describeStored(`real receivers on ${DATABASE}`, () => {
  let sending: Sending;
  let transport: Patient;
  let receivers: Receiver[];
  beforeEach(async () => {
    transport = new Patient();
    sending = await startSending(LIMITS, transport);
    receivers = [];
  });
  afterEach(async () => {
    await transport.close();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  const receiver = async (behaviour: Behaviour) => {
    const started = await startReceiver(behaviour);
    receivers.push(started);
    return started;
  };
  const wellBehaved = async (behaviour: Behaviour) => {
    const started = await receiver(behaviour);
    transport.urls.add(started.url);
    return started;
  };
  const idOf = (text: string) => parseRequest(text).headers['webhook-id'] as string;

  it('get each message once, with signatures that their libraries accept', async () => {
    const good = await wellBehaved(answering(204));
    const secret = formatSecret(Buffer.alloc(32, 9));
    sending.clock.set(Date.now());
    await sending.endpoint({ url: good.url, secret });
    const told = await sending.tell(20, { data: { title: 'вибори' } });
    while ((await sending.round()) > 0);
    const heard = good.requests.map(parseRequest);
    expect(good.requests.map(idOf).sort()).toEqual([...told].sort());
    for (const { headers, body } of heard) {
      expect(headers['content-type']).toBe('application/json');
      for (const { verify } of VERIFIERS) {
        const said = { type: 'milestone.overdue', data: { title: 'вибори' } };
        expect(verify(secret, body, headers)).toMatchObject(said);
      }
    }
  });

  it('that are hostile delay no others, and lose no message', async () => {
    const good = await wellBehaved(answering(200));
    await sending.endpoint({ url: good.url });
    for (const behaviour of HOSTILE) {
      await sending.endpoint({ url: (await receiver(behaviour)).url });
    }
    const told = await sending.tell(4);
    for (let i = 0; i < 6; i++) {
      await sending.round(256);
      sending.clock.advance(1_000);
    }
    expect(good.requests.map(idOf).sort()).toEqual([...told].sort());
    const rows = await sending.deliveries();
    expect(rows.length).toBe(4 * (HOSTILE.length + 1));
    // A status of 200 counts, whatever the body; everything else waits.
    const delivered = rows.filter((row) => row.state === 'delivered').length;
    expect(delivered).toBeLessThanOrEqual(4 * 3);
    expect(rows.filter((row) => row.state === 'pending').length).toBe(rows.length - delivered);
  });

  it('that were down get everything once they run, under the same ids', async () => {
    let up = false;
    const behaviour: Behaviour = (socket, self) => answering(up ? 200 : 503)(socket, self);
    const flaky = await wellBehaved(behaviour);
    await sending.endpoint({ url: flaky.url });
    const told = await sending.tell(50);
    for (let minute = 0; minute < 30; minute++) {
      await sending.round();
      sending.clock.advance(60_000);
    }
    up = true;
    flaky.requests.length = 0;
    while ((await sending.round()) > 0);
    expect(flaky.requests.map(idOf).sort()).toEqual([...told].sort());
  });
});
