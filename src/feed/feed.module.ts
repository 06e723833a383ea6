import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { MilestoneModule } from '../milestone/milestone.module';
import { TransitionModule } from '../transition/transition.module';
import { CalendarController } from './calendar.controller';
import { DatesController } from './dates.controller';
import { HealthController } from './health.controller';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { MilestoneDetails } from './milestone-detail';
import { MilestoneDetailController } from './milestone-detail.controller';
import { Summaries } from './summary';
import { SummaryController } from './summary.controller';

@Module({
  imports: [AgreementModule, LedgerModule, MilestoneModule, TransitionModule],
  controllers: [
    CalendarController,
    MetricsController,
    DatesController,
    SummaryController,
    HealthController,
    MilestoneDetailController,
  ],
  providers: [Metrics, Summaries, MilestoneDetails],
})
export class FeedModule {}
