import { Global, Module } from '@nestjs/common';
import { Gate } from './gate';

@Global()
@Module({ providers: [Gate], exports: [Gate] })
export class AccessModule {}
