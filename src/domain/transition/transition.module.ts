import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module';
import { AgreementModule } from '../agreement/agreement.module';
import { Announcer } from '../notification/alert-publisher';
import { Recorder } from './recorder';
import { Sweep } from './sweep';
import { Sweeper } from './sweeper';

@Module({
  imports: [AgreementModule, OutboxModule],
  providers: [Announcer, Recorder, Sweep, Sweeper],
  exports: [Recorder, Sweep, Sweeper, Announcer],
})
export class TransitionModule {}
