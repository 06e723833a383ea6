import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal';
import { textFaults } from './kept-text';

/** Refuses what no database could keep, alike on both, before anything is looked for or written. */
@Injectable()
export class TextGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { raw, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const faults = textFaults(body);
    if (/%00/.test(raw.url ?? '')) faults.push({ pointer: '', detail: 'The address holds %00.' });
    if (faults.length === 0) return true;
    throw new Refusal(
      'invalid',
      'A text holds what cannot be kept as it is; nothing was done.',
      faults,
    );
  }
}
