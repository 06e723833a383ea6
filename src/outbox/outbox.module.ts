import { Module } from '@nestjs/common';
import { Outbox } from './outbox';

/** Finds `Relay` in the container: the sending side provides it globally, the domain never imports it. */
@Module({ providers: [Outbox], exports: [Outbox] })
export class OutboxModule {}
