import fc from 'fast-check';
import { messageSchema } from '../../../src/app/openapi';
import { run } from '../../../src/store/sql/sql';
import { Store } from '../../../src/store/store';
import { DATABASE, describeStored } from '../../support/databases';
import { FakeClock } from '../../support/fake-clock';
import { runs } from '../../support/runs';
import { startTestService, type TestService } from '../../support/service';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

const AGREEMENT = `
id: pact
title: Pact
zone: UTC
obligations:
  - {id: near, title: Near, due: within 5 days of signing}
  - {id: graced, title: Graced, due: within 12 days of signing, grace: 48 hours}
  - {id: after, title: After, due: within 10 days of near.fulfilled}
  - {id: calm, title: Calm, holds: from signing until 30 days after signing}
`;

type Step =
  | { do: 'advance'; hours: number }
  | { do: 'set back'; hours: number }
  | { do: 'sign'; day: number }
  | { do: 'unsign' }
  | { do: 'fulfil'; what: string; agoHours: number }
  | { do: 'retract'; nth: number }
  | { do: 'sweep' }
  | { do: 'policy'; repeat: boolean }
  | { do: 'acknowledge'; nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advance' as const), hours: fc.nat(200) }) },
  fc.record({ do: fc.constant('set back' as const), hours: fc.nat(48) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sign' as const), day: fc.nat(20) }) },
  fc.constant({ do: 'unsign' as const }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fulfil' as const),
      what: fc.constantFrom('near', 'graced', 'after'),
      agoHours: fc.nat(100),
    }),
  },
  fc.record({ do: fc.constant('retract' as const), nth: fc.nat(5) }),
  { weight: 3, arbitrary: fc.constant({ do: 'sweep' as const }) },
  fc.record({ do: fc.constant('policy' as const), repeat: fc.boolean() }),
  fc.record({ do: fc.constant('acknowledge' as const), nth: fc.nat(5) }),
);

/** A row of what must never vanish. */
interface Told {
  alert: string;
  message: string;
  about: string;
}

describeStored(`alerts after random changes, on ${DATABASE}`, () => {
  const clock = new FakeClock(START);
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(clock);
  });
  afterAll(() => service.end());

  const rows = <T extends object>(sql: string) =>
    service.app.get(Store).read(async (tx) => (await run<T>(tx, sql, [])).rows);
  const told = () =>
    rows<Told>(`SELECT alert.id AS alert, message.id AS message,
        alert.milestone_id || ' ' || alert.kind || ' ' || alert.version || ' ' || alert.step AS about
      FROM alert LEFT JOIN message ON message.id = alert.message_id`);

  const act = async (doing: Step): Promise<void> => {
    const facts = '/v1/agreements/pact/facts';
    switch (doing.do) {
      case 'advance':
        return clock.advance(doing.hours * HOUR);
      case 'set back':
        return clock.advance(-doing.hours * HOUR);
      case 'sign': {
        const date = new Date(START + doing.day * 24 * HOUR).toISOString().slice(0, 10);
        await service.call('PUT', '/v1/agreements/pact/signing', { date });
        return;
      }
      case 'unsign':
        await service.call('DELETE', '/v1/agreements/pact/signing');
        return;
      case 'fulfil': {
        const at = new Date(clock.now() - doing.agoHours * HOUR).toISOString();
        await service.call('POST', facts, { was: `${doing.what}.fulfilled`, at });
        return;
      }
      case 'retract': {
        const { body } = await service.call<{ items: { id: string }[] }>('GET', facts);
        const fact = body.items[doing.nth % Math.max(1, body.items.length)];
        if (fact !== undefined) await service.call('POST', facts, { retracts: fact.id });
        return;
      }
      case 'policy': {
        const rules = doing.repeat ? [{ leads: ['P2D'], repeat: { every: 'P1D', most: 4 } }] : [];
        await service.call('PUT', '/v1/agreements/pact/alert-policy', { rules });
        return;
      }
      case 'acknowledge': {
        const { body } = await service.call<{ items: { id: string }[] }>('GET', '/v1/alerts');
        const alert = body.items[doing.nth % Math.max(1, body.items.length)];
        if (alert !== undefined)
          await service.call('POST', `/v1/alerts/${alert.id}/acknowledge`, {});
        return;
      }
      case 'sweep':
        return service.sweep();
    }
  };

  it('every alert is sent once, every message has one delivery, and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        await service.clear();
        clock.set(START);
        // Nobody listens there: what is sent stays to be counted.
        await service.call('POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' });
        await service.call('POST', '/v1/agreements', AGREEMENT);
        let before: Told[] = [];
        for (const doing of steps) {
          await act(doing);
          const now = await told();
          expect(new Set(now.map(({ about }) => about)).size).toBe(now.length);
          expect(now.filter(({ message }) => message === null)).toEqual([]);
          const known = new Set(now.map(({ alert }) => alert));
          expect(before.filter(({ alert }) => !known.has(alert))).toEqual([]);
          before = now;
        }
        await service.sweep();
        const bodies = await rows<{ body: string }>('SELECT body FROM message');
        for (const { body } of bodies) {
          const message = JSON.parse(body);
          expect(messageSchema(message.type).safeParse(message).error).toBeUndefined();
        }
        // What concerns an endpoint goes to the others, and there are none.
        const undelivered = await rows(
          `SELECT id FROM message WHERE agreement_id IS NOT NULL
             AND (SELECT COUNT(*) FROM delivery WHERE message_id = message.id) <> 1`,
        );
        expect(undelivered).toEqual([]);
        // What became overdue while its date stood was told, or a later reminder of it was.
        const silent = await rows(
          `SELECT id FROM milestone WHERE timeliness = 'overdue' AND state = 'in-effect'
             AND status_since > versioned_at AND NOT EXISTS
               (SELECT 1 FROM alert WHERE milestone_id = milestone.id AND kind = 'overdue'
                  AND alert.version = milestone.version)`,
        );
        expect(silent).toEqual([]);
        // What is due soon was announced, or what is nearer to it, whenever its date was learnt of.
        const unannounced = await rows(
          `SELECT id FROM milestone WHERE timeliness = 'due-soon' AND dropped_at IS NULL AND NOT EXISTS
               (SELECT 1 FROM alert WHERE milestone_id = milestone.id
                  AND kind IN ('due-soon', 'upcoming') AND alert.version = milestone.version)`,
        );
        expect(unannounced).toEqual([]);
        // And nothing still waits to be sent about a date that no longer stands.
        const stale = await rows(
          `SELECT alert.id FROM alert JOIN delivery ON delivery.message_id = alert.message_id
             JOIN milestone ON milestone.id = alert.milestone_id
            WHERE delivery.state = 'pending' AND alert.version < milestone.version
              AND alert.kind IN ('upcoming', 'due-soon', 'grace-started', 'overdue')`,
        );
        expect(stale).toEqual([]);
      }),
      { numRuns: DATABASE === 'sqlite' ? runs(8, 2_000) : runs(3, 400) },
    );
  }, 3_600_000);
});
