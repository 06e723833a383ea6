import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { isRecord } from '../base/guards';
import { pointerOf, Refusal } from '../base/refusal';

/**
 * Refuses query parameters on routes that read none, so that a misspelt `preview` does not write. The strict schema of
 * other routes refuses unknown parameters.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const names = isRecord(query) ? Object.keys(query) : [];
    if (names.length === 0 || this.readsQuery(context)) return true;
    throw new Refusal(
      'invalid',
      'This address has no query parameters. Nothing was done.',
      names.map((name) => ({
        pointer: pointerOf([name]),
        detail: `"${name}" is not a query parameter of this address`,
        expected: 'no query parameters',
      })),
    );
  }

  private readsQuery(context: ExecutionContext): boolean {
    const args: Record<string, unknown> =
      Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
    return Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
  }
}
