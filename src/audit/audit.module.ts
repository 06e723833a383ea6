import { Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditController } from './audit.controller';
import { AuditHook } from './audit-hook';
import { MergedEntries } from './merged-entries';

@Module({
  controllers: [AuditController],
  providers: [Audit, MergedEntries, AuditHook],
})
export class AuditModule {}
