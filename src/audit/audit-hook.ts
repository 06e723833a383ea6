import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../access/caller';
import { ruleOf } from '../access/rule';
import { Clock } from '../base/clock';
import { isRecord } from '../base/guards';
import { redacted } from '../base/redaction';
import { type RequestContext, withRequestContext } from '../base/request-context';
import { withoutControls } from '../base/text/clean';
import { draftFor } from './audit';
import { MergedEntries } from './merged-entries';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** Characters of a path that are stored; callers without a token can send any path. */
const PATH_CHARACTERS = 300;

/** Sets the request context of every request, and records its refusal. */
@Injectable()
export class AuditHook {
  constructor(
    private readonly refusals: MergedEntries,
    private readonly clock: Clock,
  ) {}

  /** Attributes writes to their caller. Call after the gate and before routes are registered. */
  attributeWrites(fastify: FastifyInstance): void {
    // Not earlier: reading the body would leave the asynchronous context.
    fastify.addHook('preValidation', (request, _reply, done) => {
      withRequestContext(requestContextOf(request), done);
    });
  }

  /** Records every refusal. Call before routes are registered: Fastify hooks apply to later routes only. */
  recordRefusals(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      this.recordRefusal(request, reply);
      done();
    });
  }

  private recordRefusal(request: FastifyRequest, { statusCode: status }: FastifyReply): void {
    const refused = READS.includes(request.method)
      ? status === 401 || status === 403
      : status >= 400;
    if (!refused) return;
    const draft = draftFor(requestContextOf(request), this.clock.now());
    this.refusals.note({ ...draft, outcome: 'refused', status });
  }
}

function requestContextOf(request: FastifyRequest): RequestContext {
  const caller = callerOf(request);
  const known = request.is404 ? undefined : request.routeOptions.url;
  const [path = ''] = (request.raw.url ?? '').split('?');
  return {
    kind: caller?.kind ?? 'stranger',
    token: caller?.token ?? null,
    name: caller?.name ?? null,
    role: caller?.role ?? null,
    address: request.ip,
    method: request.method,
    route: known ?? '*',
    path: redacted(path.slice(0, PATH_CHARACTERS)),
    agreement: known === undefined ? null : agreementIn(request),
  };
}

function agreementIn(request: FastifyRequest): string | null {
  const scope = ruleOf(request.routeOptions.config)?.scope;
  if (typeof scope !== 'object') return null;
  const { params } = request;
  const ofAgreement = 'agreement' in scope;
  const value = isRecord(params)
    ? params[ofAgreement ? scope.agreement : scope.milestone]
    : undefined;
  const text = typeof value === 'string' ? value : undefined;
  const id = ofAgreement ? text : text?.split('/')[0];
  return id === undefined ? null : withoutControls(redacted(id.slice(0, PATH_CHARACTERS)));
}
