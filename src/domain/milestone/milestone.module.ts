import { Module } from '@nestjs/common';
import { Milestones } from './milestones';

@Module({ providers: [Milestones], exports: [Milestones] })
export class MilestoneModule {}
