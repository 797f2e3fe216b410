/** With a higher number sockets connect faster than they are served, run into `connectTimeout`, and connect again. */
const HANDSHAKES_PER_TURN = 16;

export type Turnstile = (enter: () => void) => void;

/**
 * After a restart every client reconnects at once. The turnstile admits a few handshakes per turn of the event loop, in
 * order of arrival; the others wait without an answer. A slow client cannot block the others. A catch-up over plain HTTP
 * waits here too: the client takes a socket for silent when a catch-up that it asked for later is answered first.
 */
export function createTurnstile(): Turnstile {
  const waiting: (() => void)[] = [];
  let turning = false;

  function turn() {
    for (const enter of waiting.splice(0, HANDSHAKES_PER_TURN)) enter();
    turning = waiting.length > 0;
    if (turning) setImmediate(turn);
  }

  return (enter) => {
    waiting.push(enter);
    if (turning) return;
    turning = true;
    setImmediate(turn);
  };
}
