/** Loaded when there is something to connect for: a third of what an app weighs is not needed to show it. */
import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../server/contract.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

export const createSocket = (): LiveSocket =>
  io({
    autoConnect: false,
    // Polling is for where a proxy blocks the first.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
  });
