import { z } from 'zod';
import { readSettings } from '../../config/settings';
import type { CreateRequest } from '../../delivery/endpoint/endpoint-schema';
import { Endpoints } from '../../delivery/endpoint/endpoints';
import {
  endpointSchema,
  endpointWithSecretSchema,
  type PresentedEndpoint,
  type PresentedEndpointWithSecret,
  presentEndpoint,
  presentWithSecret,
} from '../../delivery/endpoint/present';
import { EndpointRegistration } from '../../delivery/endpoint/registration';
import { type Trial, Trials, trialSchema } from '../../delivery/endpoint/trials';
import {
  MailServer,
  type MailServerSettings,
  type PresentedMailServer,
  presentedMailServerSchema,
} from '../../delivery/mail/mail-server';
import { asCommand } from '../admin/audit';
import { ask, type Running, worker } from '../output/running-service';

/** The work on destinations, done by the running service or by this process. */
interface DestinationWork {
  list(): Promise<readonly PresentedEndpoint[]>;
  add(request: CreateRequest): Promise<PresentedEndpointWithSecret>;
  test(id: string, milestone?: string): Promise<Trial>;
  setMailServer(settings: MailServerSettings): Promise<PresentedMailServer>;
}

/** @param command the name of the command in the audit, where this process writes. */
export async function withDestinations<T>(
  command: string,
  work: (destinations: DestinationWork) => Promise<T>,
): Promise<T> {
  const through = await worker(readSettings());
  if ('url' in through) return work(overHttp(through));
  const { app, close } = through.service;
  try {
    return await asCommand(command, () =>
      work({
        list: async () =>
          (await app.get(Endpoints).list('', Number.MAX_SAFE_INTEGER)).map(presentEndpoint),
        add: async (request) => {
          const { endpoint, key } = await app.get(EndpointRegistration).create(request);
          return presentWithSecret(endpoint, key.secret);
        },
        test: (id, milestone) => app.get(Trials).run(id, milestone),
        setMailServer: (settings) => app.get(MailServer).set(settings),
      }),
    );
  } finally {
    await close();
  }
}

const pageSchema = z.object({ items: z.array(endpointSchema), next: z.string().nullable() });

function overHttp(running: Running): DestinationWork {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await ask(running, path, { method, ...(body === undefined ? {} : json) });
    return answer.json();
  };
  return {
    list: async () => {
      const all: PresentedEndpoint[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = pageSchema.parse(await send('GET', `/v1/webhooks?limit=1000${query}`));
        all.push(...page.items);
        cursor = page.next;
      }
      return all;
    },
    add: async (request) =>
      endpointWithSecretSchema.parse(await send('POST', '/v1/webhooks', request)),
    test: async (id, milestone) =>
      trialSchema.parse(
        await send('POST', `/v1/webhooks/${encodeURIComponent(id)}/test`, { milestone }),
      ),
    setMailServer: async (settings) =>
      presentedMailServerSchema.parse(await send('PUT', '/v1/mail-server', settings)),
  };
}
