/** A worker thread, so that no search delays a message. */
import { workerData } from 'node:worker_threads';
import { lowerPriority } from '../../db/lower-priority.ts';
import { answerCalls } from '../threads.ts';
import { openSearch } from './search.ts';

lowerPriority();
const { run, ticketsWith, customersNamed } = openSearch(String(workerData));
const calls = {
  run,
  ticketsWith,
  customersNamed: ({ part, limit }: { part: string; limit: number }) => customersNamed(part, limit),
};
answerCalls(calls);

export type SearchCalls = typeof calls;
