import { ReplicaNotifier } from '../../src/store/replica-notifier';
import { DATABASE, emptyDatabase } from '../support/databases';

const describeReplicas = DATABASE === 'postgres' ? describe : describe.skip;

describeReplicas('notices between processes on one PostgreSQL', () => {
  it.each([
    { when: 'while it still connects', connected: false },
    { when: 'once it is connected', connected: true },
  ])('a process that notifies $when and ends at once is heard', async ({ connected }) => {
    const { settings, remove } = await emptyDatabase();
    const listening = new ReplicaNotifier(settings.databaseUrl);
    const heard: string[] = [];
    const ready = (notifier: ReplicaNotifier) =>
      new Promise<void>((resolve) => notifier.onNotice('deadlines', () => resolve()));
    await ready(listening);
    const arrived = new Promise<void>((resolve) =>
      listening.onNotice('tokens', (word) => {
        heard.push(word);
        if (word === 'last') resolve();
      }),
    );
    const command = new ReplicaNotifier(settings.databaseUrl);
    if (connected) await ready(command);
    command.notify('tokens', 'revoked');
    await command.close();
    const after = new ReplicaNotifier(settings.databaseUrl);
    await ready(after);
    after.notify('tokens', 'last');
    await arrived;
    await after.close();
    await listening.close();
    await remove();
    expect(heard).toEqual(['revoked', 'last']);
  });
});
