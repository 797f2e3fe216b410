/** A thread of its own, so that no search ever holds up a message. */
import { parentPort, workerData } from 'node:worker_threads';
import { giveWay } from '../../db/give-way.ts';
import { AppError } from '../errors.ts';
import { openSearch } from './search.ts';
import type { Asking, Told } from './searcher.ts';

giveWay();
const searcher = openSearch(String(workerData));

parentPort?.on('message', ({ id, asked }: Asking) => parentPort?.postMessage(answer(id, asked)));

function answer(id: number, asked: Asking['asked']): Told {
  try {
    if ('search' in asked) return { id, answer: searcher.run(asked.search) };
    if ('ticketsWith' in asked) return { id, answer: searcher.ticketsWith(asked.ticketsWith) };
    return { id, answer: searcher.customersNamed(asked.customersNamed, asked.limit) };
  } catch (error) {
    if (error instanceof AppError) return { id, refused: error.message };
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
