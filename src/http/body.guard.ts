import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../base/refusal';
import { ACCEPTS_PROSE, ACCEPTS_TEXT, hasOtherBody, IGNORES_BODY, refuseOtherType } from './body';

/**
 * Removes `content-type` from requests without a body. Many clients send it on every request, and the framework would
 * then try to parse an empty body. Call after the gate is registered, because the gate reads the header.
 */
export function passEmptyBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    const length = headers['content-length'] ?? '0';
    if (headers['transfer-encoding'] === undefined && /^0+$/.test(length)) {
      delete headers['content-type'];
    }
    done();
  });
}

/**
 * Refuses bodies of a media type that the route does not read, and requests whose required body is missing. A `POST` whose
 * keys are all optional is read as `{}`.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (Reflect.getMetadata(IGNORES_BODY, context.getHandler()) === true) return true;
    const isProse = Reflect.getMetadata(ACCEPTS_PROSE, context.getHandler()) === true;
    if (!isProse) refuseOtherType(request);
    else if (hasOtherBody(request)) return true;
    if (request.body !== undefined && request.body !== '') return true;
    const read = bodyArgument(context);
    if (read === undefined) return true;
    const { schema } = read;
    request.body = undefined;
    if (schema?.safeParse(undefined).success) return true;
    if (request.method === 'POST' && schema?.safeParse({}).success) {
      request.body = {};
      return true;
    }
    throw new Refusal(
      'invalid',
      'This request needs a body, and none was sent. Nothing was done.',
      [{ pointer: '', detail: 'is missing', expected: expectedOf(schema, isProse) }],
    );
  }
}

/** The schema of the handler's body; undefined if the handler reads no body. */
function bodyArgument(context: ExecutionContext): { schema: z.ZodType | undefined } | undefined {
  const handler = context.getHandler();
  const reads = [ACCEPTS_TEXT, ACCEPTS_PROSE].some((key) => Reflect.getMetadata(key, handler));
  if (reads) return { schema: undefined };
  const args: Record<string, { schema?: unknown }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  const found = Object.entries(args).find(([key]) => key.startsWith(`${RouteParamtypes.BODY}:`));
  if (found === undefined) return undefined;
  const { schema } = found[1];
  return { schema: schema instanceof z.ZodType ? schema : undefined };
}

function expectedOf(schema: z.ZodType | undefined, isProse: boolean): string {
  const { required = [] } = schema === undefined ? {} : z.toJSONSchema(schema, { io: 'input' });
  const keys = required.length === 0 ? '' : ` with ${required.join(', ')}`;
  const type = isProse ? 'text/plain' : 'application/json';
  return `a body${keys}, and its media type in the header content-type, such as ${type}`;
}
