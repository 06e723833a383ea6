import { Controller, Delete, Get, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { POLICY } from '../../config/policy';
import { Clock } from '../clock';
import { Answer } from '../http/answer';
import { ProblemResponse } from '../http/problem';
import { type Shown } from '../http/shown';
import { Refusal } from '../refusal';
import { AskedBy, type Caller } from './caller';
import { COOKIE, sessionIn } from './presented';
import { Recognition } from './recognition';
import { Access, ROLES } from './rule';
import { isLoopbackName, nameOf } from './site';
import { Tokens } from './tokens';

export const callerSchema = z
  .strictObject({
    kind: z.enum(['operator', 'token', 'public']),
    name: z.string().nullable(),
    role: z.enum(ROLES),
    agreements: z.array(z.string()).nullable().meta({ description: 'Null for every agreement' }),
  })
  .meta({ id: 'Caller' });

export type PresentedCaller = Shown<typeof callerSchema>;

@ApiTags('access')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly tokens: Tokens,
    private readonly recognition: Recognition,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('reader')
  @ApiOperation({ summary: 'Who you are to the service, and what you may do' })
  @Answer(200, 'Your role and the agreements granted', callerSchema)
  get(@AskedBy() { kind, name, role, agreements }: Caller): PresentedCaller {
    return { kind, name, role, agreements };
  }

  @Post()
  @HttpCode(200)
  @Access('reader', 'none', { public: false })
  @ApiOperation({
    summary: 'Exchange your token for a cookie, for the page and its event stream',
    description:
      'HttpOnly, SameSite=Strict, good for twelve hours or as long as the token, if that is shorter.',
  })
  @Answer(200, 'Your role and the agreements granted', callerSchema)
  @ProblemResponse(409)
  async create(
    @AskedBy() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedCaller> {
    const parent = caller.token === null ? undefined : await this.tokens.find(caller.token);
    if (parent === undefined || parent.kind !== 'access') {
      throw new Refusal('conflict', 'A cookie is given for a bearer token; none was sent.');
    }
    const end = this.clock.now() + POLICY.sessionMs;
    const { text } = await this.tokens.create({
      kind: 'session',
      name: parent.name,
      role: parent.role,
      agreements: parent.agreements,
      expiresAt: parent.expiresAt === null ? end : Math.min(end, parent.expiresAt),
      parent: parent.id,
    });
    reply.header('set-cookie', `${cookie(text, request)}; Max-Age=${POLICY.sessionMs / 1_000}`);
    return this.get(caller);
  }

  @Delete()
  @HttpCode(204)
  @Access('anyone')
  @ApiOperation({ summary: 'End the session of the cookie' })
  @Answer(204, 'The cookie is good for nothing any more')
  async end(
    @Headers('cookie') cookies: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const row = await this.recognition.recognise(sessionIn(cookies ?? '') ?? '');
    if (row?.kind === 'session') await this.tokens.revoke(row.id);
    reply.header('set-cookie', `${cookie('', request)}; Max-Age=0`);
  }
}

/** Sent over TLS only, unless to this machine itself. */
function cookie(text: string, { host }: FastifyRequest): string {
  const secure = isLoopbackName(nameOf(host)) ? '' : '; Secure';
  return `${COOKIE}=${text}; Path=/; HttpOnly; SameSite=Strict${secure}`;
}
