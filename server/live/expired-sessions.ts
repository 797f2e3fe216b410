import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../../db/database.ts';
import { liveAmong } from '../auth/sessions.ts';
import type { Hub } from './hub.ts';
import type { Io } from './io.ts';

const AT_ONCE = 1_000;

interface Deps {
  io: Io;
  reader: Db;
  hub: Hub;
  clock: () => number;
}

/** Closes the sockets of expired sessions and tokens, in batches, so that requests run between two batches. */
export async function closeExpired({ io, reader, hub, clock }: Deps) {
  for (const socket of io.sockets.sockets.values()) {
    if (socket.data.until > clock()) continue;
    socket.emit('closing', { reason: 'ended' });
    socket.disconnect(true);
  }
  const open = [...new Set([...io.sockets.sockets.values()].map((socket) => socket.data.sessionId))];
  while (open.length > 0) {
    const some = open.splice(0, AT_ONCE);
    const live = await liveAmong(reader, some, clock());
    hub.end(some.filter((id) => !live.has(id)));
    await nextTurn();
  }
}
