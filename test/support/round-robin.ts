import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  url: string;
  close(): Promise<void>;
}

/** A proxy before replicas: each request goes to the next one, with streams and headers unchanged. */
export async function roundRobin(urls: readonly string[]): Promise<Proxy> {
  let turn = 0;
  const server = createServer((asked, answer) => {
    const next = urls[turn++ % urls.length] as string;
    const { method, headers } = asked;
    const passedOn = request(`${next}${asked.url}`, { method, headers, agent: false }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
      answer.flushHeaders();
      came.pipe(answer);
      came.on('error', () => answer.destroy());
    });
    passedOn.on('error', () => answer.destroy());
    answer.on('close', () => passedOn.destroy());
    asked.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
