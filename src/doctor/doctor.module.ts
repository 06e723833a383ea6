import { Module } from '@nestjs/common';
import { TransitionModule } from '../domain/transition/transition.module';
import { RepairController } from './repair.controller';

@Module({ imports: [TransitionModule], controllers: [RepairController] })
export class DoctorModule {}
