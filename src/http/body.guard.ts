import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../base/refusal';
import { ACCEPTS_TEXT } from './body';

/**
 * Many clients name a content type also where they send no body. Without it the framework looks for none, so that
 * such a request is the same as one without the header. Call after the gate, which reads the header too.
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

/** Says that a body is missing where one is needed; a `POST` of which every key may be left out needs none. */
@Injectable()
export class BodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
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
      'This request needs a body, and none was sent; nothing was done.',
      [{ pointer: '', detail: 'is missing', expected: expectedOf(schema) }],
    );
  }
}

/** Undefined where the handler reads no body. */
function bodyArgument(context: ExecutionContext): { schema: z.ZodType | undefined } | undefined {
  if (Reflect.getMetadata(ACCEPTS_TEXT, context.getHandler()) === true)
    return { schema: undefined };
  const args: Record<string, { schema?: unknown }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  const found = Object.entries(args).find(([key]) => key.startsWith(`${RouteParamtypes.BODY}:`));
  if (found === undefined) return undefined;
  const { schema } = found[1];
  return { schema: schema instanceof z.ZodType ? schema : undefined };
}

function expectedOf(schema: z.ZodType | undefined): string {
  const { required = [] } = schema === undefined ? {} : z.toJSONSchema(schema, { io: 'input' });
  const keys = required.length === 0 ? '' : ` with ${required.join(', ')}`;
  return `a body${keys}, and its type in the header content-type, such as application/json`;
}
