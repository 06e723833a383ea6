import { Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditController } from './audit.controller';
import { Witness } from './audit-hook';
import { Refusals } from './refusals';

@Module({
  controllers: [AuditController],
  providers: [Audit, Refusals, Witness],
})
export class AuditModule {}
