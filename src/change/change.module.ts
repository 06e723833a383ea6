import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { TransitionModule } from '../transition/transition.module';
import { AlertPolicies } from './alert-policies';
import { AlertPoliciesController } from './alert-policies.controller';
import { AlertsController } from './alerts.controller';
import { Amendments } from './amendments';
import { AmendmentsController } from './amendments.controller';
import { Changes } from './changes';
import { FactImport } from './fact-import';
import { Facts } from './facts';
import { FactsController } from './facts.controller';
import { FirstStart } from './first-start';
import { Introduction } from './introduction';
import { IntroductionController } from './introduction.controller';
import { Recount } from './recount';
import { Removal } from './removal';
import { Rescheduling } from './rescheduling';
import { Shipment } from './shipment';
import { Signing } from './signing';
import { SigningController } from './signing.controller';
import { Standings } from './standing';
import { StandingController } from './standing.controller';

@Module({
  imports: [AgreementModule, LedgerModule, TransitionModule],
  controllers: [
    SigningController,
    FactsController,
    IntroductionController,
    AlertPoliciesController,
    AlertsController,
    AmendmentsController,
    StandingController,
  ],
  providers: [
    AlertPolicies,
    Amendments,
    Changes,
    Removal,
    Recount,
    Shipment,
    Standings,
    Rescheduling,
    Signing,
    Facts,
    FactImport,
    Introduction,
    FirstStart,
  ],
})
export class ChangeModule {}
