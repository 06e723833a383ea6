import type { FastifyReply, FastifyRequest } from 'fastify';
import { POLICY } from '../../config/policy';
import { COOKIE } from '../token/request-token';

/** Gives the browser the cookie of a session. */
export function giveCookie(text: string, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie(text, POLICY.sessionMs / 1_000, request));
}

/** Takes it back. */
export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie('', 0, request));
}

/**
 * Secure where the browser's own connection is: over plain http a browser drops such a cookie without a word. A proxy
 * says what it was (X-Forwarded-Proto) and is believed where it is trusted.
 */
function cookie(text: string, maxAge: number, { protocol }: FastifyRequest): string {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `${COOKIE}=${text}; Path=/; HttpOnly; SameSite=Strict${secure}; Max-Age=${maxAge}`;
}
