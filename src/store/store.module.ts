import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../base/clock';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { openStore } from './open';
import { Store } from './store';

@Global()
@Module({
  providers: [
    {
      provide: Store,
      useFactory: (settings: Settings, clock: Clock) => openStore(settings, clock),
      inject: [SETTINGS, Clock],
    },
  ],
  exports: [Store],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(Store) private readonly store: Store) {}

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
