/** Creates the Socket.IO server; sockets.ts authenticates each connection. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Actor } from '../auth/actor.ts';
import { originOf } from '../http/origin.ts';
import type { Config } from '../config.ts';
import type { ClientToServer, ServerToClient } from '../contract.ts';
import type { Turnstile } from './handshakes.ts';
import { packets } from './packets.ts';

/** What the server keeps of a socket, set at its handshake. */
interface SocketData {
  actor: Actor;
  sessionId: string;
  /** When the token of the connection stops, if it came with one. */
  until: number;
  secret: string;
}
export type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type Client = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const BUFFER_MAX_BYTES = 64 * 1024;

export function createIo(server: HttpServer, config: Config, inTurn: Turnstile): Io {
  return new Server(server, {
    // Not Socket.IO's `cors` option: browsers do not apply CORS to WebSockets, so a foreign page would get in.
    allowRequest: (request, answer) => {
      if (comesFrom(request, config) === 'foreign') answer(null, false);
      else inTurn(() => answer(null, true));
    },
    parser: packets,
    serveClient: false,
    connectTimeout: 10_000,
    maxHttpBufferSize: BUFFER_MAX_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    cleanupEmptyChildNamespaces: true,
  });
}

/** `foreign`: a page of another site opened the connection; it is refused. */
export function comesFrom({ headers }: IncomingMessage, { origins }: Config) {
  const site = headers['sec-fetch-site'];
  return originOf({ origin: headers.origin, site: typeof site === 'string' ? site : undefined }, origins);
}
