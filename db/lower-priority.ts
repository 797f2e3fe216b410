import { setPriority } from 'node:os';

/** Messages go first: what is done beside them takes the processor where they leave it. */
const NICE = 10;

/**
 * A process, or the thread that calls it. Only Linux knows the niceness of a thread; elsewhere it would be that of the whole
 * process. Where it is refused, as some containers do, or the process has ended already, everything goes on as it was.
 */
export function lowerPriority(pid?: number) {
  if (pid === undefined && process.platform !== 'linux') return;
  try {
    setPriority(pid ?? 0, NICE);
  } catch {
    // The work is done all the same, at everybody's level.
  }
}
