import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../access/caller';
import { ruleOf } from '../access/rule';
import { Clock } from '../base/clock';
import { redacted } from '../base/redaction';
import { type RequestContext, whileAsking } from '../base/request-context';
import { withoutControls } from '../base/text/clean';
import { draftOf } from './audit';
import { Refusals } from './refusals';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** What may be kept of an address that a stranger made up. */
const PATH_CHARACTERS = 300;

/** Sees every request: what it writes is the caller's, and what it is refused is recorded. */
@Injectable()
export class AuditHook {
  constructor(
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  /** Before the routes are made, and behind the gate: a hook serves those that come after it. */
  stand(fastify: FastifyInstance): void {
    // Not sooner: what reads the body would end the context.
    fastify.addHook('preValidation', (request, _reply, done) => {
      whileAsking(askingOf(request), done);
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.look(request, reply);
      done();
    });
  }

  private look(request: FastifyRequest, { statusCode: status }: FastifyReply): void {
    const refused = READS.includes(request.method)
      ? status === 401 || status === 403
      : status >= 400;
    if (!refused) return;
    const draft = draftOf(askingOf(request), this.clock.now());
    this.refusals.note({ ...draft, outcome: 'refused', status });
  }
}

function askingOf(request: FastifyRequest): RequestContext {
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
  const params = request.params as Record<string, string | undefined>;
  const id =
    'agreement' in scope ? params[scope.agreement] : params[scope.milestone]?.split('/')[0];
  return id === undefined ? null : withoutControls(redacted(id.slice(0, PATH_CHARACTERS)));
}
