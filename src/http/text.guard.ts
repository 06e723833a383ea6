import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../base/refusal';
import { textFaults } from '../base/text/kept-text';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';
import { ACCEPTS_TEXT, bodyFaults } from './body';

/**
 * Refuses requests with duplicate keys, control characters or unpaired surrogates, before the handler runs. Routes that
 * read the body's text report these faults together with their own.
 */
@Injectable()
export class TextGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const readsText = this.reflector.get<boolean | undefined>(ACCEPTS_TEXT, context.getHandler());
    const { limits } = this.settings;
    const faults = [
      ...(readsText ? [] : [...bodyFaults(request), ...textFaults(request.body, limits)]),
      ...textFaults(request.query, limits),
    ];
    if (/%00/.test(request.raw.url ?? '')) {
      faults.push({ pointer: '', detail: 'The address contains %00 (NUL), which is not allowed' });
    }
    if (faults.length === 0) return true;
    throw new Refusal('invalid', 'The request has faults. Nothing was done.', faults);
  }
}
