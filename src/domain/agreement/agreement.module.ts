import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller';
import { Agreements } from './agreements';
import { DraftController } from './draft.controller';
import { Tags } from './tags';

@Module({
  controllers: [AgreementController, DraftController],
  providers: [Agreements, Tags],
  exports: [Agreements, Tags],
})
export class AgreementModule {}
