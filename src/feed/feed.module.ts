import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { MilestoneModule } from '../milestone/milestone.module';
import { TransitionModule } from '../transition/transition.module';
import { DatesController } from './dates.controller';
import { HealthController } from './health.controller';
import { MilestoneDetails } from './milestone-detail';
import { MilestoneDetailController } from './milestone-detail.controller';
import { Summaries } from './summary';
import { SummaryController } from './summary.controller';

@Module({
  imports: [AgreementModule, LedgerModule, MilestoneModule, TransitionModule],
  controllers: [DatesController, SummaryController, HealthController, MilestoneDetailController],
  providers: [Summaries, MilestoneDetails],
})
export class FeedModule {}
