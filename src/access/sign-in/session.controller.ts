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
import { Gate } from '../gate';
import { Access, ROLES } from '../rule';
import { isBearer } from '../token/request-token';
import { SessionCookie } from '../token/session-cookie';
import type { TokenRow } from '../token/token.entity';
import { Tokens } from '../token/tokens';
import { SignIn } from './sign-in';

const callerSchema = z
  .strictObject({
    kind: z.enum(['operator', 'token', 'public']),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    agreements: z.array(z.string()).nullable().meta({ description: 'Null for all agreements' }),
  })
  .meta({ id: 'Caller' });

type PresentedCaller = ResponseOf<typeof callerSchema>;

const linkSchema = z
  .strictObject({
    url: z
      .string()
      .meta({ description: 'Begins with PACTA_PUBLIC_URL, or else with the host of the request' }),
    expiresAt: instant,
  })
  .meta({ id: 'SignInLink' });

@ApiTags('access')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly tokens: Tokens,
    private readonly signIn: SignIn,
    private readonly cookie: SessionCookie,
    private readonly gate: Gate,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Access('reader')
  @ApiOperation({ summary: 'The caller: role and granted agreements' })
  @Answer(200, 'The caller', callerSchema)
  get(@CurrentCaller() { kind, name, role, agreements }: Caller): PresentedCaller {
    return { kind, name, role, agreements };
  }

  @Post()
  @HttpCode(200)
  @Access('reader', 'none', { public: false })
  @ApiOperation({
    summary: 'Exchange a token for a session cookie, for use in a browser',
    description:
      'The cookie is HttpOnly, SameSite=Strict, and Secure over https. It is valid for twelve hours, or until the token ends if that is earlier.',
  })
  @Answer(200, 'The caller', callerSchema)
  @ProblemResponse(409)
  async create(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedCaller> {
    const parent = await this.bearerToken(caller);
    this.cookie.set((await this.tokens.createSession(parent)).text, request, reply);
    return this.get(caller);
  }

  @Post('links')
  @Access('reader', 'none', { public: false })
  @ApiOperation({
    summary: 'Create a link that signs one browser in as the caller',
    description: 'The link works once, within ten minutes.',
  })
  @Answer(201, 'The link and when it expires', linkSchema)
  @ProblemResponse(409)
  async link(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
  ): Promise<ResponseOf<typeof linkSchema>> {
    const { id } = await this.bearerToken(caller);
    const { path, expiresAt } = await this.signIn.link(id);
    return {
      url: `${this.settings.publicUrl ?? `${request.protocol}://${request.host}`}${path}`,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  @Delete()
  @HttpCode(204)
  @Access('anyone')
  @ApiOperation({ summary: 'End the session of the request’s cookie' })
  @Answer(204, 'The session has ended, or there was none')
  async end(
    @Headers('cookie') header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const session = await this.gate.sessionIn(header);
    if (session !== undefined) await this.tokens.revoke(session.id);
    this.cookie.clear(request, reply);
  }

  /**
   * The token that creates a session or a sign-in link.
   * @throws Refusal 'conflict' without a bearer token: a session cannot create further sessions; 'too-many'.
   */
  private async bearerToken({ token }: Caller): Promise<TokenRow> {
    const row = token === null ? undefined : await this.tokens.find(token);
    if (row !== undefined && isBearer(row.kind)) {
      this.gate.countSession(row.id);
      return row;
    }
    throw new Refusal(
      'conflict',
      'This request needs a bearer token (Authorization: Bearer pacta_…); a session cannot create another.',
    );
  }
}
