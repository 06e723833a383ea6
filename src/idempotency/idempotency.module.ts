import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { StoredResponseRetention } from './retention';
import { StoredResponses } from './stored-responses';

@Module({
  providers: [
    StoredResponses,
    StoredResponseRetention,
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class IdempotencyModule {}
