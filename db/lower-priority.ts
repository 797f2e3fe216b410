import { setPriority } from 'node:os';

/** Background work gets only the processor time that messages leave. */
const NICE = 10;

/**
 * Lowers the priority of a process or, without `pid`, of the calling thread. Only Linux has a priority per thread; elsewhere
 * the call would lower the whole process. If the system refuses, as in some containers, the priority stays unchanged.
 */
export function lowerPriority(pid?: number) {
  if (pid === undefined && process.platform !== 'linux') return;
  try {
    setPriority(pid ?? 0, NICE);
  } catch {
    // The work runs with normal priority.
  }
}
