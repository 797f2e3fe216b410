import type { Client, Io } from './io.ts';

/** A socket with more than this unsent is closed: it can resume. */
export const UNSENT_MAX_BYTES = 4 * 1024 * 1024;

/** Closes those that cannot keep up; run it every second. */
export function closeSlow(io: Io) {
  for (const socket of io.sockets.sockets.values()) {
    // Engine.IO queues here what the transport has not taken, and has no public name for it.
    const unsent = Reflect.get(socket.conn, 'writeBuffer') as { data?: unknown }[];
    const bytes = unsent.reduce((sum, packet) => sum + sizeOf(packet.data), 0);
    if (bytes > UNSENT_MAX_BYTES) cut(socket);
  }
}

/** A polite goodbye would wait behind what is not being read. */
function cut({ conn }: Client) {
  const websocket = Reflect.get(conn.transport, 'socket') as { terminate?(): void } | undefined;
  conn.close(true);
  websocket?.terminate?.();
}

const sizeOf = (data: unknown) => (typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0);
