import type { IncomingMessage } from 'node:http';

/** The client's address: the connection's, or with PROXY_HOPS the one that the outermost own proxy saw. */
export function clientAddress(request: IncomingMessage, proxyHops: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const header = request.headers['x-forwarded-for'];
  if (proxyHops === 0 || typeof header !== 'string') return direct;
  return withoutPort(header.split(',').at(-proxyHops)?.trim() ?? direct);
}

/** Some proxies append the port, which differs per connection: limits would never see the same client twice. */
function withoutPort(address: string): string {
  const parts = /^\[(.+)\](?::\d+)?$/u.exec(address) ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/u.exec(address);
  return parts?.[1] ?? address;
}

/** The key of limits by address: /24 in IPv4 and /56 in IPv6, about one household or office. */
export function prefixOf(address: string): string {
  const v4 = /(\d+)\.(\d+)\.(\d+)\.\d+$/u.exec(address);
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}`;
  const [left = '', right] = address.split('::');
  const head = left.split(':').filter(Boolean);
  const groups =
    right === undefined
      ? head
      : [...head, ...Array<string>(Math.max(0, 8 - head.length - right.split(':').filter(Boolean).length)).fill('0')];
  const written = groups.slice(0, 4).map((group) => group.padStart(4, '0'));
  return written.join(':').slice(0, 17);
}
