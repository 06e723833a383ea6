import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { Refusal } from '../refusal';
import { describesOnly, type Rule, ruleOf } from './rule';
import { crossSiteFault, formType, notThisMachine } from './site';

export interface Route {
  method: string;
  /** As the router has it: "/v1/agreements/:id". */
  pattern: string;
  /** None for what only describes the service. */
  rule: Rule | undefined;
}

/** Decides about every request before its body is read. */
@Injectable()
export class Gate {
  /** Every route of the service, once it listens. */
  readonly routes: Route[] = [];

  /** Before the routes are made: a hook serves those that come after it. */
  stand(fastify: FastifyInstance): void {
    // A body of plain text is nothing the service reads, and what a form of any site can send.
    fastify.removeContentTypeParser('text/plain');
    fastify.addHook('onRoute', (route) => this.note(route));
    fastify.addHook('onRequest', async (request) => this.admit(request));
  }

  private note({ method, url, config }: RouteOptions): void {
    const rule = ruleOf(config);
    if (rule === undefined && !describesOnly(url)) {
      throw new Error(`${String(method)} ${url} has no @Access(…): no rule says who may call it.`);
    }
    for (const one of [method].flat()) this.routes.push({ method: one, pattern: url, rule });
  }

  /** @throws Refusal 'forbidden' or 'unsupported' */
  private admit(request: FastifyRequest): void {
    const fault = notThisMachine(request) ?? crossSiteFault(request);
    if (fault !== undefined) throw new Refusal('forbidden', fault);
    const form = formType(request);
    if (form !== undefined) {
      throw new Refusal('unsupported', `"${form}" is not read here; send application/json.`);
    }
  }
}
