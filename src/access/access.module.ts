import { Global, Module } from '@nestjs/common';
import { Gate } from './gate';
import { Recognition } from './recognition';
import { SessionController } from './session.controller';
import { Tokens } from './tokens';
import { TokensController } from './tokens.controller';

@Global()
@Module({
  controllers: [SessionController, TokensController],
  providers: [Gate, Recognition, Tokens],
  exports: [Gate, Tokens],
})
export class AccessModule {}
