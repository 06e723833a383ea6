import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { pointerOf, Refusal } from '../base/refusal';

/**
 * Refuses any query parameter on a route that reads none: a misspelt `preview` must not write. Routes
 * that read a query check its names by their own strict schema.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const names = Object.keys(query as object);
    if (names.length === 0 || this.readsQuery(context)) return true;
    throw new Refusal(
      'invalid',
      'This address takes no query parameters; nothing was done.',
      names.map((name) => ({ pointer: pointerOf([name]), detail: `"${name}" is not known here` })),
    );
  }

  private readsQuery(context: ExecutionContext): boolean {
    const args: Record<string, unknown> =
      Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
    return Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
  }
}
