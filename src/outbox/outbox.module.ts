import { Module } from '@nestjs/common';
import { Outbox } from './outbox';

/** `delivery` provides `Relay` globally. */
@Module({ providers: [Outbox], exports: [Outbox] })
export class OutboxModule {}
