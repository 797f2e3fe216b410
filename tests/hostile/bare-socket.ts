import { io, type Socket } from 'socket.io-client';
import { WAIT_MS } from '../support/within.ts';

export interface Refusal {
  error: { code: string; fields?: Record<string, string> };
}
export type Answer = { ok: true } | ({ ok: false } & Refusal);

/** A socket with the headers that an attacker chooses; answers the code of the refusal where there is none. */
export async function tryToConnect(
  url: string,
  headers: Record<string, string>,
): Promise<{ socket: Socket; refusal: string | null }> {
  const socket = io(url, { transports: ['websocket'], extraHeaders: headers, reconnection: false, forceNew: true });
  const refusal = await new Promise<string | null>((resolve) => {
    socket.once('connect', () => resolve(null));
    socket.once('connect_error', (error: Error & { data?: Refusal }) => resolve(error.data?.error.code ?? 'refused'));
  });
  if (refusal) socket.disconnect();
  return { socket, refusal };
}

/** Whatever event, with whatever arguments, past every type of ours. */
export async function sendUp(
  socket: { timeout(ms: number): unknown },
  event: string,
  ...args: unknown[]
): Promise<Answer> {
  const timed = socket.timeout(WAIT_MS) as { emitWithAck(event: string, ...args: unknown[]): Promise<Answer> };
  return timed.emitWithAck(event, ...args);
}

export const codeOf = (answer: Answer) => (answer.ok ? 'ok' : answer.error.code);
