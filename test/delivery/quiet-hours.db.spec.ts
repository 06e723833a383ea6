import { DATABASE, describeStored } from '../support/databases';
import { rejected, type Sending, startSending, WELL } from './fixture';

const NIGHT = { from: '22:00', to: '07:00', zone: 'Europe/Kyiv' };
const EVENING = Date.parse('2026-03-02T20:30:00Z');
const MORNING = Date.parse('2026-03-03T05:00:00Z');

describeStored(`quiet hours on ${DATABASE}`, () => {
  let sending: Sending;
  beforeEach(async () => {
    sending = await startSending();
    sending.clock.set(EVENING);
  });

  const types = () =>
    sending.transport.posts.map(({ body }) => (JSON.parse(body) as { type: string }).type);

  it('hold messages until their end, and let urgent ones pass', async () => {
    const id = await sending.endpoint({ quiet: NIGHT });
    await sending.tell(2, { type: 'milestone.due-soon' });
    await sending.tell(1, { type: 'milestone.overdue' });
    await sending.tell(1, { type: 'milestone.overdue', hypothetical: true });
    await sending.pings.send(id);
    await sending.round();
    expect(types().sort()).toEqual(['milestone.overdue', 'ping']);
    expect(await sending.claims.nextInstant()).toBe(MORNING);
    const held = (await sending.log.list(id, { state: 'pending' }, 10)).map(
      ({ nextAttemptAt }) => nextAttemptAt,
    );
    expect(held).toEqual(Array.from({ length: 3 }, () => '2026-03-03T05:00:00.000Z'));
    sending.clock.set(MORNING - 1);
    expect(await sending.round()).toBe(0);
    sending.clock.set(MORNING);
    expect(await sending.round()).toBe(3);
    expect((await sending.deliveries()).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('hold attempts after a failure, and what a recovery releases', async () => {
    await sending.endpoint({ quiet: NIGHT });
    sending.clock.set(EVENING - 3_600_000);
    sending.transport.answer = () => rejected(500);
    await sending.tell(1, { type: 'milestone.due-soon' });
    await sending.round();
    sending.clock.set(EVENING);
    sending.transport.answer = () => WELL;
    await sending.tell(1, { type: 'milestone.overdue' });
    await sending.round();
    await sending.round();
    expect(types()).toEqual(['milestone.due-soon', 'milestone.overdue']);
    sending.clock.set(MORNING);
    await sending.round();
    expect(types()).toEqual(['milestone.due-soon', 'milestone.overdue', 'milestone.due-soon']);
  });

  it('concern their destination alone', async () => {
    await sending.endpoint({ quiet: NIGHT });
    await sending.endpoint();
    await sending.tell(1, { type: 'milestone.due-soon' });
    expect(await sending.round()).toBe(1);
  });

  it('release what they held when they are changed or removed', async () => {
    const id = await sending.endpoint({ quiet: NIGHT });
    await sending.tell(1, { type: 'milestone.due-soon' });
    await sending.round();
    await sending.endpoints.change(id, { quiet: { ...NIGHT, to: '06:00' } });
    expect(await sending.round()).toBe(0);
    expect(await sending.claims.nextInstant()).toBe(MORNING - 3_600_000);
    await sending.endpoints.change(id, { quiet: null });
    expect(await sending.round()).toBe(1);
  });

  it('stay held when the clock is looked at, and over a restart', async () => {
    await sending.endpoint({ quiet: { ...NIGHT, from: '09:00' } });
    sending.clock.set(Date.parse('2026-03-02T07:00:00Z'));
    await sending.tell(1, { type: 'milestone.due-soon' });
    await sending.round();
    await sending.claims.pullBack();
    await sending.claims.releaseAbandoned();
    expect(await sending.round()).toBe(0);
    expect(await sending.claims.nextInstant()).toBe(MORNING);
  });
});
