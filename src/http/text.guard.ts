import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Fault, pointerOf, Refusal } from '../refusal';

/** PostgreSQL keeps no text with this character, and no person writes it. */
const NUL = '\0';

/** Refuses what no database could keep, alike on both, before anything is looked for or written. */
@Injectable()
export class TextGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { raw, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const faults = faultsIn(body, []);
    if (/%00/.test(raw.url ?? '')) faults.push({ pointer: '', detail: 'The address holds %00.' });
    if (faults.length === 0) return true;
    throw new Refusal('invalid', 'A text holds the character U+0000; nothing was done.', faults);
  }
}

function faultsIn(value: unknown, path: readonly string[]): Fault[] {
  if (typeof value === 'string') {
    return value.includes(NUL)
      ? [{ pointer: pointerOf(path), detail: 'It holds the character U+0000.' }]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key.includes(NUL)
      ? [{ pointer: pointerOf([...path, key]), detail: 'Its name holds the character U+0000.' }]
      : []),
    ...faultsIn(inner, [...path, key]),
  ]);
}
