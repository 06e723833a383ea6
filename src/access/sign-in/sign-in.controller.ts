import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../base/refusal';
import { Access } from '../rule';
import { SIGN_IN_ROUTE } from '../token/request-token';
import { SessionCookie } from '../token/session-cookie';
import { TokenCache } from '../token/token-cache';
import { SignIn } from './sign-in';

const PAGE = '/';
/** The page explains what is wrong with the link. */
const PAGE_AFTER_OLD_LINK = '/?link=old';

/** Follows a sign-in link: creates the session and redirects to the page, whose address contains no code. */
@ApiExcludeController()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly tokenCache: TokenCache,
    private readonly session: SessionCookie,
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
    // HEAD checks a link without using it.
    const text = request.method === 'GET' ? await this.signIn.use(code) : undefined;
    if (text !== undefined) this.session.set(text, request, reply);
    if (text !== undefined || (await this.signIn.find(code)) !== undefined) {
      reply.redirect(PAGE, 303);
      return;
    }
    if (accept?.includes('text/html') !== true) {
      throw new Refusal(
        'unauthenticated',
        'This link was used already, or is older than ten minutes. Make another: npx pacta open',
      );
    }
    // A browser that the link signed in before still gets to the page.
    const session = await this.tokenCache.find(this.session.read(cookie) ?? '');
    reply.redirect(session?.kind === 'session' ? PAGE : PAGE_AFTER_OLD_LINK, 303);
  }
}
