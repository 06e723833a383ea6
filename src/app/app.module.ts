import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from '../access/access.module';
import { Connections } from '../access/connections';
import { AuditModule } from '../audit/audit.module';
import { Clock } from '../base/clock';
import { Randomness } from '../base/randomness';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { DeliveryModule } from '../delivery/delivery.module';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../delivery/delivery-settings';
import { DoctorModule } from '../doctor/doctor.module';
import { AgreementModule } from '../domain/agreement/agreement.module';
import { ChangeModule } from '../domain/change/change.module';
import { DiffModule } from '../domain/diff/diff.module';
import { MilestoneModule } from '../domain/milestone/milestone.module';
import { ScenarioModule } from '../domain/what-if/what-if.module';
import { FeedModule } from '../feed/feed.module';
import { BodyGuard } from '../http/body.guard';
import { Draining } from '../http/draining';
import { ProblemFilter } from '../http/problem.filter';
import { QueryGuard } from '../http/query.guard';
import { TextGuard } from '../http/text.guard';
import { validationPipe } from '../http/validation';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { PublicUrl } from '../outbox/public-url';
import { WorkersModule } from '../workers/workers.module';
import { openDatabase } from './database';
import { StoreModule } from './store.module';

/** The settings, clock and randomness of a process; tests replace them. */
export interface Foundation {
  settings: Settings;
  clock: Clock;
  randomness: Randomness;
  delivery: DeliverySettings;
  /** Opens the database; `openDatabase` unless given. */
  open?: typeof openDatabase;
}

@Module({})
class FoundationModule {
  static of({ settings, clock, randomness, delivery }: Foundation): DynamicModule {
    return {
      module: FoundationModule,
      global: true,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Clock, useValue: clock },
        { provide: Randomness, useValue: randomness },
        { provide: DELIVERY_SETTINGS, useValue: delivery },
        Connections,
        Draining,
        PublicUrl,
      ],
      exports: [SETTINGS, Clock, Randomness, DELIVERY_SETTINGS, Draining, PublicUrl],
    };
  }
}

@Module({})
export class AppModule {
  static of(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.of(foundation),
        ScheduleModule.forRoot(),
        StoreModule.of(foundation.open ?? openDatabase),
        AccessModule,
        AuditModule,
        IdempotencyModule,
        AgreementModule,
        MilestoneModule,
        DeliveryModule,
        ChangeModule,
        ScenarioModule,
        DiffModule,
        FeedModule,
        DoctorModule,
        WorkersModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: QueryGuard },
        { provide: APP_GUARD, useClass: TextGuard },
        { provide: APP_GUARD, useClass: BodyGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
