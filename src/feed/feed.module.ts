import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { MilestoneModule } from '../milestone/milestone.module';
import { OutboxModule } from '../outbox/outbox.module';
import { TransitionModule } from '../transition/transition.module';
import { CalendarController } from './calendar.controller';
import { CalendarSource } from './calendar-source';
import { ChangesController } from './changes.controller';
import { Conditional } from './conditional';
import { DatesController } from './dates.controller';
import { EventsController } from './events.controller';
import { Freshness } from './freshness';
import { HealthController } from './health.controller';
import { Installation } from './installation';
import { KeptBodies } from './kept-bodies';
import { Live } from './live';
import { Marks } from './marks';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { MilestoneDetails } from './milestone-detail';
import { MilestoneDetailController } from './milestone-detail.controller';
import { MilestoneFiles } from './milestone-files';
import { MilestoneFilesController } from './milestone-files.controller';
import { MilestoneReading } from './milestone-reading';
import { MilestonesController } from './milestones.controller';
import { PageController } from './page.controller';
import { Past } from './past';
import { PlainController } from './plain.controller';
import { Plans } from './plan';
import { PlanController } from './plan.controller';
import { Repeats } from './repeats';
import { Reports } from './reports';
import { ReportsController } from './reports.controller';
import { Summaries } from './summary';
import { SummaryController } from './summary.controller';

@Module({
  imports: [OutboxModule, AgreementModule, LedgerModule, MilestoneModule, TransitionModule],
  controllers: [
    CalendarController,
    ChangesController,
    EventsController,
    MetricsController,
    DatesController,
    SummaryController,
    HealthController,
    MilestonesController,
    MilestoneFilesController,
    ReportsController,
    MilestoneDetailController,
    PlanController,
    PageController,
    PlainController,
  ],
  providers: [
    Conditional,
    Repeats,
    Marks,
    KeptBodies,
    Freshness,
    Reports,
    Past,
    MilestoneReading,
    MilestoneFiles,
    Installation,
    CalendarSource,
    Live,
    Metrics,
    Summaries,
    MilestoneDetails,
    Plans,
  ],
})
export class FeedModule {}
