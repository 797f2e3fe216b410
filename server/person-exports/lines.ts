import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Entry } from './zip.ts';

/** A JSON array with one line for each item. */
export const list = (name: string, pages: AsyncIterable<object[]>): Entry => ({ name, bytes: lines(pages) });

async function* lines(pages: AsyncIterable<object[]>): AsyncGenerator<Buffer> {
  let mark = '[\n';
  for await (const page of pages) {
    if (page.length > 0) {
      yield Buffer.from(mark + page.map((item) => JSON.stringify(item)).join(',\n'));
      mark = ',\n';
    }
    await nextTurn();
  }
  yield Buffer.from(mark === '[\n' ? '[]\n' : '\n]\n');
}
