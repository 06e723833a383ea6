import { Global, Module } from '@nestjs/common';
import { Installation } from '../store/installation';
import { Gate } from './gate';
import { OpenRequests } from './open-requests';
import { Operator } from './sign-in/operator';
import { SessionController } from './sign-in/session.controller';
import { SignIn } from './sign-in/sign-in';
import { SignInController } from './sign-in/sign-in.controller';
import { SessionCookie } from './token/session-cookie';
import { TokenCache } from './token/token-cache';
import { Tokens } from './token/tokens';
import { TokensController } from './token/tokens.controller';

@Global()
@Module({
  controllers: [SessionController, SignInController, TokensController],
  providers: [
    Gate,
    Installation,
    OpenRequests,
    Operator,
    SessionCookie,
    SignIn,
    TokenCache,
    Tokens,
  ],
  exports: [Gate, Installation, Operator, SessionCookie, SignIn, Tokens],
})
export class AccessModule {}
