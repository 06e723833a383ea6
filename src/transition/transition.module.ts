import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module';
import { Announcer } from './announcer';
import { Recorder } from './recorder';
import { Sweep } from './sweep';
import { Sweeper } from './sweeper';

@Module({
  imports: [OutboxModule],
  providers: [Announcer, Recorder, Sweep, Sweeper],
  exports: [Recorder, Sweep, Sweeper],
})
export class TransitionModule {}
