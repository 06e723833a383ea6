import { Global, Module } from '@nestjs/common';
import { Gate } from './gate';
import { Operator } from './operator';
import { Recognition } from './recognition';
import { SessionController } from './session.controller';
import { SignIn } from './sign-in';
import { SignInController } from './sign-in.controller';
import { Tokens } from './tokens';
import { TokensController } from './tokens.controller';

@Global()
@Module({
  controllers: [SessionController, SignInController, TokensController],
  providers: [Gate, Operator, Recognition, SignIn, Tokens],
  exports: [Gate, Operator, SignIn, Tokens],
})
export class AccessModule {}
