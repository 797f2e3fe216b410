import type { Listener } from './listener.ts';

/** Waits for the end of a socket and answers the reasons that the server gave. */
export function ended(listener: Listener) {
  const reasons: string[] = [];
  listener.socket.on('closing', ({ reason }) => reasons.push(reason));
  return async () => {
    await listener.until(() => listener.socket.disconnected, 'the end of the socket');
    return reasons;
  };
}
