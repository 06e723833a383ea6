import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../base/refusal';
import { Access } from '../rule';
import { SIGN_IN_ROUTE, sessionIn } from '../token/request-token';
import { TokenCache } from '../token/token-cache';
import { giveCookie } from './cookie';
import { SignIn } from './sign-in';

const PAGE = '/';
/** The page says what is wrong with the link. */
const PAGE_AFTER_OLD_LINK = '/?link=old';

/** Where a sign-in link leads: to a session, and on to the page's own address. */
@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly tokenCache: TokenCache,
  ) {}

  @Get(SIGN_IN_ROUTE)
  @Access('anyone', 'none', { counted: true })
  async enter(
    @Param('code') code: string,
    @Headers() { accept, cookie }: { accept?: string; cookie?: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    reply.header('cache-control', 'no-store');
    // HEAD looks at a link and does not use it up.
    const text = request.method === 'GET' ? await this.signIn.use(code) : undefined;
    if (text !== undefined) giveCookie(text, request, reply);
    if (text !== undefined || (await this.signIn.find(code)) !== undefined) {
      reply.redirect(PAGE, 303);
      return;
    }
    if (accept?.includes('text/html') !== true) {
      throw new Refusal(
        'unauthenticated',
        'This link was used before, or is older than ten minutes. Make another: npx pacta open',
      );
    }
    // The link may be followed a second time in the browser that it signed in.
    const session = await this.tokenCache.find(sessionIn(cookie ?? '') ?? '');
    reply.redirect(session?.kind === 'session' ? PAGE : PAGE_AFTER_OLD_LINK, 303);
  }
}
