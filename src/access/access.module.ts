import { Global, Module } from '@nestjs/common';
import { Gate } from './gate';
import { Operator } from './sign-in/operator';
import { SignIn } from './sign-in/sign-in';
import { SignInController } from './sign-in/sign-in.controller';
import { SessionController } from './token/session.controller';
import { TokenCache } from './token/token-cache';
import { Tokens } from './token/tokens';
import { TokensController } from './token/tokens.controller';

@Global()
@Module({
  controllers: [SessionController, SignInController, TokensController],
  providers: [Gate, Operator, TokenCache, SignIn, Tokens],
  exports: [Gate, Operator, SignIn, Tokens],
})
export class AccessModule {}
