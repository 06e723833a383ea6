import { Module } from '@nestjs/common';
import { FeedModule } from '../feed/feed.module';
import { AgreementSizes } from './agreement-sizes';
import { Forwarding } from './forwarding';

@Module({ imports: [FeedModule], providers: [AgreementSizes, Forwarding] })
export class WorkersModule {}
