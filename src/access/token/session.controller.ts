import { Controller, Delete, Get, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../base/refusal';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { instant, type ResponseOf } from '../../http/response-of';
import { type Caller, CurrentCaller } from '../caller';
import { Access, ROLES } from '../rule';
import { giveCookie, takeCookie } from '../sign-in/cookie';
import { SignIn } from '../sign-in/sign-in';
import { isBearer, sessionIn } from './request-token';
import type { TokenRow } from './token.entity';
import { TokenCache } from './token-cache';
import { Tokens } from './tokens';

export const callerSchema = z
  .strictObject({
    kind: z.enum(['operator', 'token', 'public']),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    agreements: z.array(z.string()).nullable().meta({ description: 'Null for every agreement' }),
  })
  .meta({ id: 'Caller' });

export type PresentedCaller = ResponseOf<typeof callerSchema>;

const linkSchema = z
  .strictObject({
    url: z
      .string()
      .meta({ description: 'On PACTA_PUBLIC_URL, or else on the address that was asked' }),
    expiresAt: instant,
  })
  .meta({ id: 'SignInLink' });

@ApiTags('access')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly tokens: Tokens,
    private readonly tokenCache: TokenCache,
    private readonly signIn: SignIn,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Access('reader')
  @ApiOperation({ summary: 'Who you are to the service, and what you may do' })
  @Answer(200, 'Your role and the agreements granted', callerSchema)
  get(@CurrentCaller() { kind, name, role, agreements }: Caller): PresentedCaller {
    return { kind, name, role, agreements };
  }

  @Post()
  @HttpCode(200)
  @Access('reader', 'none', { public: false })
  @ApiOperation({
    summary: 'Exchange your token for a cookie, for the page and its event stream',
    description:
      'HttpOnly, SameSite=Strict, Secure where it was asked for over https; good for twelve hours or as long as the token, if that is shorter.',
  })
  @Answer(200, 'Your role and the agreements granted', callerSchema)
  @ProblemResponse(409)
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedCaller> {
    const parent = await this.ownToken(caller, 'A cookie');
    giveCookie((await this.tokens.createSession(parent)).text, request, reply);
    return this.get(caller);
  }

  @Post('links')
  @Access('reader', 'none', { public: false })
  @ApiOperation({
    summary: 'A link that signs one browser in as you, once, within ten minutes',
  })
  @Answer(201, 'The link and until when it is good', linkSchema)
  @ProblemResponse(409)
  async link(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<ResponseOf<typeof linkSchema>> {
    const { id } = await this.ownToken(caller, 'A link');
    const { path, expiresAt } = await this.signIn.link(id);
    return {
      url: `${this.settings.publicUrl ?? `${request.protocol}://${request.host}`}${path}`,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  @Delete()
  @HttpCode(204)
  @Access('anyone')
  @ApiOperation({ summary: 'End the session of the cookie' })
  @Answer(204, 'The session is ended')
  async end(
    @Headers('cookie') cookies: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const row = await this.tokenCache.find(sessionIn(cookies ?? '') ?? '');
    if (row?.kind === 'session') await this.tokens.revoke(row.id);
    takeCookie(request, reply);
  }

  /** @throws Refusal 'conflict' for who sent no bearer token: a session makes no further ones. */
  private async ownToken({ token }: Caller, what: string): Promise<TokenRow> {
    const row = token === null ? undefined : await this.tokens.find(token);
    if (row !== undefined && isBearer(row.kind)) return row;
    throw new Refusal('conflict', `${what} is given for a bearer token; none was sent.`);
  }
}
