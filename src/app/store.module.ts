import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../base/clock';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { Store } from '../store/store';
import { openDatabase } from './database';

@Global()
@Module({
  providers: [
    {
      provide: Store,
      useFactory: (settings: Settings, clock: Clock) => openDatabase(settings, clock),
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
