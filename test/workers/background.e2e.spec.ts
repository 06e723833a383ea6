import { SchedulerRegistry } from '@nestjs/schedule';
import { createApp } from '../../src/app/create-app';
import { SystemClock } from '../../src/base/clock';
import { emptyDatabase } from '../support/databases';
import { testFoundation } from '../support/service';

describe('the background work of a process: sweep, deliveries, retention', () => {
  it.each([
    { process: 'service', background: true },
    { process: 'worker', background: false },
  ])('runs in a $process: $background', async ({ background }) => {
    const { settings, remove } = await emptyDatabase();
    const { app } = await createApp(testFoundation(new SystemClock(), settings), {}, [], {
      background,
    });
    try {
      await app.init();
      const timers = app.get(SchedulerRegistry);
      const names = [...timers.getTimeouts(), ...timers.getIntervals()];
      expect(names.length > 0).toBe(background);
    } finally {
      await app.close();
      await remove();
    }
  });
});
