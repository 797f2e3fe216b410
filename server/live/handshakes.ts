/** More would be let in faster than they are served: whoever then waits past `connectTimeout` is sent away, and comes again. */
const A_TURN = 16;

/**
 * After a restart everybody comes back at once. They are let in so many a turn of the loop, in the order they came, and
 * wait unanswered until then. Nobody can hold a place: a turn is over when what is there has been served.
 */
export function createTurnstile() {
  const waiting: (() => void)[] = [];
  let turning = false;

  function turn() {
    for (const enter of waiting.splice(0, A_TURN)) enter();
    turning = waiting.length > 0;
    if (turning) setImmediate(turn);
  }

  return (enter: () => void) => {
    waiting.push(enter);
    if (turning) return;
    turning = true;
    setImmediate(turn);
  };
}
