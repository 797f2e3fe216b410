import type { Answer } from '../../../server/contract.ts';
import type { LiveSocket } from './socket.ts';

const ACK_MS = 10_000;

type TimedSocket = ReturnType<LiveSocket['timeout']>;

/** Sends a request over a socket; null when no answer came in time. */
export const ask = <T = object>(
  socket: LiveSocket,
  send: (line: TimedSocket, done: (error: Error | null, answer: Answer<T>) => void) => unknown,
) =>
  new Promise<Answer<T> | null>((resolve) =>
    send(socket.timeout(ACK_MS), (error, answer) => resolve(error ? null : answer)),
  );
