import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../base/clock';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { Store } from '../store/store';

@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(Store) private readonly store: Store) {}

  static of(open: (settings: Settings, clock: Clock) => Promise<Store>): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [
        {
          provide: Store,
          useFactory: (settings: Settings, clock: Clock) => open(settings, clock),
          inject: [SETTINGS, Clock],
        },
      ],
      exports: [Store],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
