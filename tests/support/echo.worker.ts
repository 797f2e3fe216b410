/** A thread for the tests: it answers, refuses, crashes, or never answers. */
import { threadId, workerData } from 'node:worker_threads';
import { answerCalls } from '../../server/threads.ts';

const calls = {
  echo: async (word: string) => `${String(workerData)} ${word}`,
  which: () => threadId,
  refuse(why: string): string {
    throw new Error(why);
  },
  never: () => new Promise<string>(() => {}),
  crash() {
    setImmediate(() => {
      throw new Error('The thread is broken.');
    });
    return new Promise<string>(() => {});
  },
};
answerCalls(calls);

export type EchoCalls = typeof calls;
