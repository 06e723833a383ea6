import { Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditController } from './audit.controller';
import { Refusals } from './refusals';
import { Witness } from './witness';

@Module({
  controllers: [AuditController],
  providers: [Audit, Refusals, Witness],
})
export class AuditModule {}
