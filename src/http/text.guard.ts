import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../base/refusal';
import { textFaults } from '../base/text/kept-text';
import { ACCEPTS_TEXT, bodyFaults } from './body';

/**
 * Refuses what is wrong with any request, whatever it is for, before anything is looked for or written: keys that
 * are given twice, and texts that cannot be kept as they are. Routes that read a text report these faults with their own.
 */
@Injectable()
export class TextGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const readsText = this.reflector.get<boolean | undefined>(ACCEPTS_TEXT, context.getHandler());
    const faults = [
      ...(readsText ? [] : [...bodyFaults(request), ...textFaults(request.body)]),
      ...textFaults(request.query),
    ];
    if (/%00/.test(request.raw.url ?? '')) {
      faults.push({ pointer: '', detail: 'The address holds %00.' });
    }
    if (faults.length === 0) return true;
    throw new Refusal('invalid', 'The request has faults; nothing was done.', faults);
  }
}
