import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { AcknowledgeController } from '../alert/acknowledge.controller';
import { AcknowledgeLinks } from '../alert/acknowledge-links';
import { AlertPolicies } from '../alert/alert-policies';
import { AlertPoliciesController } from '../alert/alert-policies.controller';
import { Alerts } from '../alert/alerts';
import { AlertsController } from '../alert/alerts.controller';
import { LedgerModule } from '../ledger/ledger.module';
import { TransitionModule } from '../transition/transition.module';
import { AddAgreement } from './amendment/addition';
import { AdditionController } from './amendment/addition.controller';
import { Amendments } from './amendment/amendments';
import { AmendmentsController } from './amendment/amendments.controller';
import { FirstStart } from './amendment/first-start';
import { Recomputation } from './amendment/recomputation';
import { Removal } from './amendment/removal';
import { ShippedAgreements } from './amendment/shipped-documents';
import { WatchModes } from './amendment/watch-mode';
import { WatchModeController } from './amendment/watch-mode.controller';
import { Changes } from './changes';
import { FactImport } from './facts/fact-import';
import { Facts } from './facts/facts';
import { FactsController } from './facts/facts.controller';
import { Rescheduling } from './rescheduling';
import { Signing } from './signing/signing';
import { SigningController } from './signing/signing.controller';

@Module({
  imports: [AgreementModule, LedgerModule, TransitionModule],
  controllers: [
    SigningController,
    FactsController,
    AdditionController,
    AlertPoliciesController,
    AlertsController,
    AcknowledgeController,
    AmendmentsController,
    WatchModeController,
  ],
  providers: [
    AlertPolicies,
    Alerts,
    AcknowledgeLinks,
    Amendments,
    Changes,
    Removal,
    Recomputation,
    ShippedAgreements,
    WatchModes,
    Rescheduling,
    Signing,
    Facts,
    FactImport,
    AddAgreement,
    FirstStart,
  ],
})
export class ChangeModule {}
