import type { Client, Io } from './io.ts';

/** The server closes a socket with more unsent bytes; the client reconnects and catches up. */
export const UNSENT_MAX_BYTES = 4 * 1024 * 1024;

/** Closes the sockets that cannot keep up. Runs every second. */
export function closeSlow(io: Io) {
  for (const socket of io.sockets.sockets.values()) {
    // Engine.IO queues unsent packets in `writeBuffer`, which is not in its public types.
    const unsent = Reflect.get(socket.conn, 'writeBuffer') as { data?: unknown }[];
    const bytes = unsent.reduce((sum, packet) => sum + sizeOf(packet.data), 0);
    if (bytes > UNSENT_MAX_BYTES) cut(socket);
  }
}

/** Terminates: a close frame would wait behind the unread bytes. */
function cut({ conn }: Client) {
  const websocket = Reflect.get(conn.transport, 'socket') as { terminate?(): void } | undefined;
  conn.close(true);
  websocket?.terminate?.();
}

const sizeOf = (data: unknown) => (typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0);
