import { type NewToken, Tokens } from '../../src/access/token/tokens';
import type { TestService } from '../support/service';
import { type RawAnswer, rawRequest } from './raw-request';

export const FIRST = `
id: first
title: The first pact
zone: Europe/Kyiv
obligations: [{id: duty, title: A duty, due: within 5 days of signing}]
`;
export const SECOND = FIRST.replace('id: first', 'id: second').replace('The first', 'The second');

/** Creates a token in the store, as `pacta token create` does. */
export async function newToken(service: TestService, more: Partial<NewToken>): Promise<string> {
  const request: NewToken = {
    kind: 'access',
    name: 'test',
    role: 'reader',
    agreements: null,
    expiresAt: null,
    ...more,
  };
  return (await service.app.get(Tokens).create(request)).text;
}

/** One request with a bearer token, and a JSON body where one is given. */
export function ask(
  service: TestService,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<RawAnswer> {
  const url = service.url.replace('0.0.0.0', '127.0.0.1');
  return rawRequest(
    url,
    method,
    path,
    {
      host: new URL(url).host,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body === undefined ? undefined : JSON.stringify(body),
  );
}
