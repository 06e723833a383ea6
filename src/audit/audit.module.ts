import { Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditController } from './audit.controller';
import { AuditHook } from './audit-hook';
import { Refusals } from './refusals';

@Module({
  controllers: [AuditController],
  providers: [Audit, Refusals, AuditHook],
})
export class AuditModule {}
