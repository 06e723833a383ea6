import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { Bases } from './base';
import { Scenarios } from './scenarios';
import { ScenariosController } from './scenarios.controller';
import { Sensitivity } from './sensitivity';
import { SensitivityController } from './sensitivity.controller';
import { WhatIf } from './what-if';
import { WhatIfController } from './what-if.controller';

@Module({
  imports: [AgreementModule, LedgerModule],
  controllers: [WhatIfController, ScenariosController, SensitivityController],
  providers: [Bases, Scenarios, WhatIf, Sensitivity],
})
export class ScenarioModule {}
