import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller';
import { Agreements } from './agreements';

@Module({ controllers: [AgreementController], providers: [Agreements], exports: [Agreements] })
export class AgreementModule {}
