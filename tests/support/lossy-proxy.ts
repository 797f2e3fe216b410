import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { seeded } from './random.ts';

export interface LossyProxy {
  url: string;
  dropped: number;
  close(): void;
}

/** Forwards every request, and loses a share of the answers to POSTs after the server has given them. Seeded. */
export async function lossyProxy(
  target: string,
  { share, seed }: { share: number; seed: number },
): Promise<LossyProxy> {
  const random = seeded(seed);
  const proxy: LossyProxy = { url: '', dropped: 0, close: () => void server.close() };
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming;
    const forward = request(target + url, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (method === 'POST' && random() < share) {
          proxy.dropped += 1;
          outgoing.destroy();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks));
      });
    });
    forward.on('error', () => outgoing.destroy());
    incoming.pipe(forward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
