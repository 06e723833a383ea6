import { request } from 'node:http';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends a request with exactly these headers, including Host and Origin, which `fetch` sets itself. Of an endless stream
 * only the head is read.
 */
export function rawRequest(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: Buffer.concat(parts).toString('utf8'),
        });
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', done);
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        done();
        response.destroy();
      }
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
