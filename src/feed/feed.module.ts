import { Module } from '@nestjs/common';
import { AgreementModule } from '../domain/agreement/agreement.module';
import { LedgerModule } from '../domain/ledger/ledger.module';
import { MilestoneModule } from '../domain/milestone/milestone.module';
import { TransitionModule } from '../domain/transition/transition.module';
import { OutboxModule } from '../outbox/outbox.module';
import { AgreementList } from './agreements/agreement-list';
import { AgreementListController } from './agreements/agreement-list.controller';
import { Overviews } from './agreements/overview';
import { OverviewController } from './agreements/overview.controller';
import { ChangesController } from './changes/changes.controller';
import { EventStream } from './changes/event-stream';
import { EventsController } from './changes/events.controller';
import { DatesController } from './dates/dates.controller';
import { CalendarController, CalendarSettings } from './milestones/calendar.controller';
import { MilestoneDetails } from './milestones/milestone-detail';
import { MilestoneDetailController } from './milestones/milestone-detail.controller';
import { MilestoneFiles } from './milestones/milestone-files';
import { MilestoneFilesController } from './milestones/milestone-files.controller';
import { MilestoneReader } from './milestones/milestone-reader';
import { MilestonesController } from './milestones/milestones.controller';
import { HealthController } from './ops/health.controller';
import { Heartbeat } from './ops/heartbeat';
import { Metrics } from './ops/metrics';
import { MetricsController } from './ops/metrics.controller';
import { PageController } from './page/page.controller';
import { PlainController } from './page/plain.controller';
import { Plans } from './page/plan';
import { PlanController } from './page/plan.controller';
import { PastSnapshots } from './past-snapshots';
import { AgreementVersions } from './polling/agreement-versions';
import { ConditionalRequests } from './polling/conditional-requests';
import { ETags } from './polling/etags';
import { PollFastPath } from './polling/fast-path';
import { ResponseCache } from './polling/response-cache';
import { Reports } from './reports/reports';
import { ReportsController } from './reports/reports.controller';
import { Summaries } from './summary/summary';
import { SummaryController } from './summary/summary.controller';

@Module({
  imports: [OutboxModule, AgreementModule, LedgerModule, MilestoneModule, TransitionModule],
  controllers: [
    AgreementListController,
    OverviewController,
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
    AgreementList,
    Overviews,
    CalendarSettings,
    ConditionalRequests,
    PollFastPath,
    ETags,
    ResponseCache,
    AgreementVersions,
    Reports,
    PastSnapshots,
    MilestoneReader,
    MilestoneFiles,
    EventStream,
    Metrics,
    Heartbeat,
    Summaries,
    MilestoneDetails,
    Plans,
  ],
  exports: [ConditionalRequests],
})
export class FeedModule {}
