import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module';
import { LedgerModule } from '../ledger/ledger.module';
import { DiffController } from './diff.controller';
import { Diffs } from './diffs';

@Module({
  imports: [AgreementModule, LedgerModule],
  controllers: [DiffController],
  providers: [Diffs],
})
export class DiffModule {}
