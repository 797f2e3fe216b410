/** Loaded when there is something to connect for: a third of what an app weighs is not needed to show it. */
import { io, type Socket } from 'socket.io-client';
import { ownAuthority } from '../request.ts';
import type { ClientToServer, ServerToClient } from '../../../server/contract.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

export const createSocket = (): LiveSocket =>
  io({
    autoConnect: false,
    // Asked at each connect: it may be another one by then.
    auth: (show) => {
      const token = ownAuthority().token?.();
      show(token ? { token } : {});
    },
    // Polling is for where a proxy blocks the first.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
