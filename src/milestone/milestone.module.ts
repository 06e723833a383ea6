import { Module } from '@nestjs/common';
import { MilestoneController } from './milestone.controller';
import { Milestones } from './milestones';

@Module({ controllers: [MilestoneController], providers: [Milestones], exports: [Milestones] })
export class MilestoneModule {}
