import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { OutboxModule } from '../outbox/outbox.module';
import { Alerts } from './alerts';
import { Announcer } from './announcer';
import { Recorder } from './recorder';
import { Sweep } from './sweep';
import { Sweeper } from './sweeper';

@Module({
  imports: [AgreementModule, OutboxModule],
  providers: [Alerts, Announcer, Recorder, Sweep, Sweeper],
  exports: [Alerts, Recorder, Sweep, Sweeper, Announcer],
})
export class TransitionModule {}
