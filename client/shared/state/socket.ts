/** Loaded on demand: a third of an app's weight is not needed for its first paint. */
import { io, type Socket } from 'socket.io-client';
import { ownAuthority } from '../request.ts';
import type { ClientToServer, ServerToClient } from '../../../server/contract.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

export const createSocket = (): LiveSocket =>
  io({
    autoConnect: false,
    // Read at each connect, because the token may have changed.
    auth: (show) => {
      const token = ownAuthority().token?.();
      show(token ? { token } : {});
    },
    // Polling is the fallback where a proxy blocks WebSocket.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
