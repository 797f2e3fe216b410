import { setPriority } from 'node:os';

/** Messages go first: what is done beside them takes the processor where they leave it. */
export const NICE = 10;

/** For a thread of its own. Only Linux knows the niceness of a thread; elsewhere it would be that of the whole process. */
export function giveWay() {
  if (process.platform === 'linux') setPriority(NICE);
}
