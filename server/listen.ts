import type { Server } from 'node:http';
import { type Config, originsOf } from './config.ts';
import type { Log } from './log.ts';

/** Connections that wait to be accepted. The kernel drops any more, and a browser retries only after up to a minute. */
const BACKLOG = 4_096;
/**
 * Longer than proxies keep their connections, which is 60 seconds as a rule: who closes first is asked nothing any more, and a
 * request that is under way while the server closes fails.
 */
const KEPT_MS = 75_000;
/** What takes the place of an address of IPv6 on a machine without IPv6. */
const IN_IPV4: Record<string, string> = { '::': '0.0.0.0', '::1': '127.0.0.1' };

/** Listens before anything slow, so that a taken port is reported at once. Returns the configuration with the real port. */
export async function listen(server: Server, config: Config, log: Log): Promise<Config> {
  server.keepAliveTimeout = KEPT_MS;
  const inIpv4 = Object.hasOwn(IN_IPV4, config.host) ? IN_IPV4[config.host] : undefined;
  try {
    await listenAt(server, config);
  } catch (error) {
    if (!inIpv4 || !['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(error))) throw problemOf(error, config);
    log.warn({ host: inIpv4 }, 'this machine has no IPv6, so the server listens on IPv4 only');
    return listen(server, { ...config, host: inIpv4 }, log);
  }
  const address = server.address();
  if (config.port !== 0 || address === null || typeof address === 'string') return config;
  return {
    ...config,
    port: address.port,
    publicUrl: `http://localhost:${address.port}`,
    origins: originsOf('', address.port),
  };
}

function listenAt(server: Server, { port, host }: Config) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const codeOf = (error: unknown) => String(error instanceof Error && 'code' in error ? error.code : '');

function problemOf(error: unknown, { port, host }: Config) {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} is taken. Stop what listens there, or set PORT to another one.`);
    case 'EACCES':
      return new Error(
        `PORT: this user may not listen on port ${port}. Set PORT to a number from 1024 on, and let a proxy take ${port}.`,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new Error(
        `HOST: ${host} is no address of this machine. Set HOST to one of its addresses, or leave it out.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`HOST: no address is known for ${host}. Set HOST to an address, or leave it out.`);
    default:
      return error;
  }
}
