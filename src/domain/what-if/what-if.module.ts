import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { WhatIfBases } from './base';
import { Scenarios } from './scenario/scenarios';
import { ScenariosController } from './scenario/scenarios.controller';
import { Sensitivity } from './sensitivity/sensitivity';
import { SensitivityController } from './sensitivity/sensitivity.controller';
import { WhatIf } from './what-if';
import { WhatIfController } from './what-if.controller';

@Module({
  imports: [AgreementModule, LedgerModule],
  controllers: [WhatIfController, ScenariosController, SensitivityController],
  providers: [WhatIfBases, Scenarios, WhatIf, Sensitivity],
})
export class ScenarioModule {}
