import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller';
import { Agreements } from './agreements';
import { DraftController } from './draft.controller';

@Module({
  controllers: [AgreementController, DraftController],
  providers: [Agreements],
  exports: [Agreements],
})
export class AgreementModule {}
