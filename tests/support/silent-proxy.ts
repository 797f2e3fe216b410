import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What becomes of a WebSocket. `open`: it works. `unanswered`: its request never arrives. `swallowed`: the 101 passes, and
 * nothing after it. `one-frame`: the first frame passes too. `no-polling`: `swallowed`, and other requests to /socket.io get
 * no answer either.
 */
export type Passing = 'open' | 'unanswered' | 'swallowed' | 'one-frame' | 'no-polling';

export interface SilentProxy {
  url: string;
  passing: Passing;
  /** WebSockets asked for, and requests of long polling, since the start. */
  told: { upgrades: number; polls: number };
  /** From now on nothing passes on the WebSockets that are open, and nobody is told. */
  silence(): void;
  close(): void;
}

const ofWebSocket = (chunk: Buffer) =>
  /^GET \/socket\.io\/[^\r\n]*\r\n[^]*?\r\nupgrade: websocket\r\n/iu.test(chunk.toString('latin1'));
const ofPolling = (chunk: Buffer) =>
  /^(?:GET|POST) \/socket\.io\/[^\r\n]*transport=polling/u.test(chunk.toString('latin1'));

/** A TCP proxy that passes HTTP, and takes a WebSocket without ever delivering it. `target()` is read with each connection. */
export async function silentProxy(target: () => string): Promise<SilentProxy> {
  const lines = new Set<Socket>();
  const upgraded = new Set<() => void>();
  const proxy: SilentProxy = {
    url: '',
    passing: 'open',
    told: { upgrades: 0, polls: 0 },
    silence: () => upgraded.forEach((mute) => mute()),
    close: () => {
      server.close();
      lines.forEach((line) => line.destroy());
    },
  };

  const server = createServer((incoming) => {
    const outgoing = connect(Number(new URL(target()).port), '127.0.0.1');
    const ends = [incoming, outgoing];
    const end = () => ends.forEach((line) => line.destroy());
    let passes = true;
    const mute = () => void (passes = false);
    for (const line of ends) {
      lines.add(line);
      line.setNoDelay(true);
      line.on('error', end);
      line.on('close', () => {
        lines.delete(line);
        upgraded.delete(mute);
        end();
      });
    }
    let isUpgrade = false;
    incoming.on('data', (chunk: Buffer) => {
      if (ofPolling(chunk)) {
        proxy.told.polls += 1;
        if (proxy.passing === 'no-polling') mute();
      }
      if (ofWebSocket(chunk)) {
        proxy.told.upgrades += 1;
        isUpgrade = true;
        upgraded.add(mute);
        if (proxy.passing === 'unanswered') mute();
      }
      if (passes) outgoing.write(chunk);
    });
    outgoing.on('data', (chunk: Buffer) => {
      if (!passes) return;
      if (!isUpgrade || proxy.passing === 'open') return void incoming.write(chunk);
      const head = Math.max(0, chunk.indexOf('\r\n\r\n') + 4);
      const hasFrame = chunk.length > head;
      if (proxy.passing !== 'one-frame' || hasFrame) mute();
      incoming.write(proxy.passing === 'one-frame' ? chunk : chunk.subarray(0, head));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return proxy;
}
