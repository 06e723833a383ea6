import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module';
import { AgreementModule } from '../agreement/agreement.module';
import { MilestoneModule } from '../milestone/milestone.module';
import { AlertPublisher } from '../notification/alert-publisher';
import { DigestMilestones } from '../notification/digest-milestones';
import { NoticeSamples } from '../notification/notice-samples';
import { Recorder } from './recorder';
import { Sweep } from './sweep';
import { Sweeper } from './sweeper';

@Module({
  imports: [AgreementModule, MilestoneModule, OutboxModule],
  providers: [AlertPublisher, DigestMilestones, NoticeSamples, Recorder, Sweep, Sweeper],
  exports: [Recorder, Sweep, Sweeper, AlertPublisher],
})
export class TransitionModule {}
