import { KINDS } from '../../src/delivery/destination-kinds';
import type { KindName } from '../../src/delivery/format/kind';
import { noticeOf } from '../../src/delivery/format/notice';
import { MESSAGE_TYPES, type MessageType } from '../../src/outbox/message-type';

const SETTINGS = {
  pagerduty: { routingKey: '0123456789abcdef0123456789abcdef' },
  alertmanager: { baseUrl: 'http://alertmanager.example.org:9093' },
  apprise: { url: 'http://apprise.example.org:8000/notify/pacta' },
  ntfy: { topic: 'pacta-8f3k2m' },
  gotify: { baseUrl: 'https://gotify.example.org', token: 'AbCdEf.12345' },
} satisfies Partial<Record<KindName, object>>;

type Service = keyof typeof SETTINGS;

/** What this test reads of the bodies of requests. */
interface Body {
  event_action?: string;
  payload?: { severity: string };
  startsAt?: string;
  type?: string;
  priority?: number;
}

/** The body of the request for a message; undefined where a kind does not send its type. */
function bodyFor(kind: Service, type: MessageType, hypothetical: boolean): Body | undefined {
  const { types, open } = KINDS[kind];
  if (types !== undefined && !types.includes(type)) return undefined;
  const milestone = { id: 'pact/withdrawal', title: 'Withdrawal' };
  const data = { text: 'A sentence.', hypothetical, agreement: 'pact', milestone };
  const body = JSON.stringify({ type, timestamp: '2026-03-07T00:00:00.000Z', data });
  const request = open(SETTINGS[kind]).request(noticeOf('msg_1', body, 'en'));
  if (request.by !== 'http') throw new Error(`${kind} is sent over HTTP`);
  return [JSON.parse(request.body)].flat()[0];
}

/** What each service is told, in its own words. */
function told(type: MessageType, hypothetical = false): string[] {
  const read = (kind: Service, words: (body: Body) => unknown): string => {
    const body = bodyFor(kind, type, hypothetical);
    return body === undefined ? 'not sent' : String(words(body));
  };
  return [
    read('pagerduty', ({ event_action: action, payload }) =>
      payload ? `${action} ${payload.severity}` : action,
    ),
    read('alertmanager', ({ startsAt }) => (startsAt ? 'fires' : 'ends')),
    read('apprise', (body) => body.type),
    read('ntfy', ({ priority }) => priority),
    read('gotify', ({ priority }) => priority),
  ];
}

describe('what a message means for services that know incidents or priorities', () => {
  const ROWS: [
    MessageType,
    pagerduty: string,
    alertmanager: string,
    apprise: string,
    ntfy: string,
    gotify: string,
  ][] = [
    ['milestone.upcoming', 'trigger info', 'fires', 'info', '3', '5'],
    ['milestone.due-soon', 'trigger warning', 'fires', 'warning', '3', '5'],
    ['milestone.grace-started', 'trigger error', 'fires', 'warning', '4', '8'],
    ['milestone.overdue', 'trigger critical', 'fires', 'failure', '4', '8'],
    ['milestone.fulfilled', 'resolve', 'ends', 'success', '3', '5'],
    ['milestone.fulfilled-late', 'resolve', 'ends', 'info', '3', '5'],
    ['milestone.fulfilled-in-part', 'not sent', 'not sent', 'info', '3', '5'],
    ['milestone.violated', 'trigger critical', 'fires', 'failure', '4', '8'],
    ['milestone.redated', 'resolve', 'ends', 'info', '3', '5'],
    ['milestone.undated', 'resolve', 'ends', 'info', '3', '5'],
    ['milestone.corrected', 'resolve', 'ends', 'info', '3', '5'],
    ['agreement.signed', 'not sent', 'not sent', 'info', '3', '5'],
    ['schedule.changed', 'not sent', 'not sent', 'info', '3', '5'],
    ['alert.acknowledged', 'acknowledge', 'not sent', 'info', '3', '5'],
    ['digest', 'not sent', 'not sent', 'info', '3', '5'],
    ['endpoint.disabled', 'not sent', 'not sent', 'info', '3', '5'],
    ['ping', 'trigger info', 'fires', 'info', '3', '5'],
  ];

  it.each(ROWS)(
    '%s: PagerDuty %s, Alertmanager %s, Apprise %s, ntfy %s, Gotify %s',
    (type, ...expected) => {
      expect(told(type)).toEqual(expected);
    },
  );

  it('has a row for every type', () => {
    expect(ROWS.map(([type]) => type)).toEqual([...MESSAGE_TYPES]);
  });

  it('a message that rests on an assumed fact is not urgent', () => {
    expect(told('milestone.overdue', true)).toEqual(['trigger info', 'fires', 'failure', '3', '5']);
  });
});
