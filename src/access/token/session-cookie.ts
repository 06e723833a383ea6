import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { POLICY } from '../../config/policy';
import { Installation } from '../../store/installation';

/** Every session cookie of the service begins with this. */
export const SESSION_COOKIE_PREFIX = 'pacta_session';

const ID_CHARACTERS = 12;

/** The cookie that holds the token of a browser session. */
@Injectable()
export class SessionCookie {
  constructor(private readonly installation: Installation) {}

  /**
   * A browser keeps one jar of cookies for all ports of a host. The name therefore contains the installation's id, so
   * that two installations on one host do not overwrite each other's cookie. Replicas and restarts keep the name.
   */
  get name(): string {
    return `${SESSION_COOKIE_PREFIX}_${this.installation.uuid.slice(-ID_CHARACTERS)}`;
  }

  /** @param header the Cookie header of a request. */
  read(header: string | undefined): string | undefined {
    if (header === undefined) return undefined;
    const { name } = this;
    for (const pair of header.split(';')) {
      const [key, value] = pair.trim().split('=');
      if (key === name && value !== undefined) return value;
    }
    return undefined;
  }

  set(text: string, request: FastifyRequest, reply: FastifyReply): void {
    reply.header('set-cookie', this.header(text, POLICY.sessionMs / 1_000, request));
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    reply.header('set-cookie', this.header('', 0, request));
  }

  /**
   * `Secure` is set only if the browser's own connection uses https, because browsers drop a secure cookie that
   * arrives over plain http. `protocol` follows X-Forwarded-Proto of trusted proxies. Behind any other proxy the browser
   * itself sends the scheme of its page in Origin, which was found to be this service's own before.
   */
  private header(text: string, maxAge: number, { protocol, headers }: FastifyRequest): string {
    const https =
      protocol.toLowerCase() === 'https' || headers.origin?.startsWith('https://') === true;
    const secure = https ? '; Secure' : '';
    return `${this.name}=${text}; Path=/; HttpOnly; SameSite=Strict${secure}; Max-Age=${maxAge}`;
  }
}
