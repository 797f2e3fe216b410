import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What happens to what passes, as Toxiproxy names it. `latency`: each piece waits. `slice`: in pieces of a few bytes.
 * `reset`: the line breaks now and then. `half-open`: nothing passes any more, and nobody is told. `cut-answer`: what was
 * asked arrives, and the line breaks before the answer.
 */
export const WEATHERS = ['calm', 'latency', 'slice', 'reset', 'half-open', 'cut-answer'] as const;
export type Weather = (typeof WEATHERS)[number];

export interface ChaosProxy {
  url: string;
  weather: Weather;
  /** Breaks every line there is. */
  breakAll(): void;
  close(): void;
}

export async function chaosProxy(target: string, random: () => number): Promise<ChaosProxy> {
  const { port } = new URL(target);
  const lines = new Set<Socket>();
  const proxy: ChaosProxy = {
    url: '',
    weather: 'calm',
    breakAll: () => lines.forEach((line) => line.resetAndDestroy()),
    close: () => {
      server.close();
      proxy.breakAll();
    },
  };
  const server = createServer((incoming) => {
    const outgoing = connect(Number(port), '127.0.0.1');
    const ends = [incoming, outgoing];
    const end = () => ends.forEach((line) => line.destroy());
    for (const line of ends) {
      lines.add(line);
      line.setNoDelay(true);
      line.on('error', end);
      line.on('close', () => {
        lines.delete(line);
        end();
      });
    }
    void pass(incoming, outgoing, false);
    void pass(outgoing, incoming, true);
  });

  async function pass(from: Socket, to: Socket, isAnswer: boolean) {
    try {
      for await (const chunk of from) await forward(chunk as Buffer, from, to, isAnswer);
      to.end();
    } catch {
      to.destroy();
    }
  }

  // eslint-disable-next-line max-params
  async function forward(chunk: Buffer, from: Socket, to: Socket, isAnswer: boolean) {
    const { weather } = proxy;
    if (weather === 'latency') await sleep(random() * 120);
    if (weather === 'reset' && random() < 0.05) return void from.resetAndDestroy();
    if (weather === 'half-open' && random() < 0.1) return void (await new Promise(() => {}));
    if (weather === 'cut-answer' && isAnswer && random() < 0.15) return void from.resetAndDestroy();
    if (weather !== 'slice') return void to.write(chunk);
    for (let at = 0; at < chunk.length;) {
      const size = 1 + Math.floor(random() * 200);
      to.write(chunk.subarray(at, at + size));
      at += size;
      if (random() < 0.2) await sleep(1);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
