/** A thread of its own, so that no search ever holds up a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { openSearch, type Search } from './queries.ts';
import type { Asking, Told } from './searcher.ts';

const searcher = openSearch(String(workerData));

parentPort?.on('message', ({ id, search }: Asking) => parentPort?.postMessage(answer(id, search)));

function answer(id: number, search: Search): Told {
  try {
    return { id, results: searcher.run(search) };
  } catch (error) {
    if (error instanceof AppError) return { id, refused: error.message };
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
