import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { Forgetting } from './retention';
import { KeptAnswers } from './stored-responses';

@Module({
  providers: [
    KeptAnswers,
    Forgetting,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
