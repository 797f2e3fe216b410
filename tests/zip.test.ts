import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Entry, zipped } from '../server/person-exports/zip.ts';
import { ending } from '../server/person-exports/zip-records.ts';
import { unzipped } from './support/unzipped.ts';

async function* parts(...all: Buffer[]) {
  yield* all;
}

async function* numbered(count: number): AsyncGenerator<Entry> {
  for (let at = 0; at < count; at += 1) yield { name: `tickets/${at}.json`, bytes: parts(Buffer.from(`{"n":${at}}`)) };
}

async function archiveOf(entries: AsyncIterable<Entry>) {
  const read: Buffer[] = [];
  for await (const part of zipped(entries, 0)) read.push(part);
  return Buffer.concat(read);
}

it('keeps every byte of empty, small and large entries, in one part and in many', async () => {
  const text = Buffer.from('All work and no play. '.repeat(10_000));
  const noise = randomBytes(100_000);
  const contents: [string, Buffer[]][] = [
    ['nothing', []],
    ['empty', [Buffer.alloc(0)]],
    ['short', [Buffer.from('x')]],
    ['text', [text.subarray(0, 900)]],
    ['small noise', [noise.subarray(0, 900)]],
    ['at the limit', [noise.subarray(0, 32_768)]],
    ['just above', [noise.subarray(0, 32_768), noise.subarray(0, 1)]],
    ['long', [text]],
    ['in parts – ü', [text.subarray(0, 30_000), noise, text]],
  ];
  async function* entries(): AsyncGenerator<Entry> {
    for (const [name, bytes] of contents) yield { name, bytes: parts(...bytes) };
  }
  const files = unzipped(await archiveOf(entries()));
  expect([...files]).toEqual(contents.map(([name, bytes]) => [name, Buffer.concat(bytes)]));
});

it('lets other work run between any two entries, and between the parts of the directory', async () => {
  let turns = 0;
  let running = true;
  const turn = () => {
    turns += 1;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const read: Buffer[] = [];
  const seen: number[] = [];
  for await (const part of zipped(numbered(5_000), 0)) {
    read.push(part);
    seen.push(turns);
  }
  running = false;
  // More parts without a turn: some of the 5,000 entries, or the directory, came in one go.
  const together = seen.filter((at, n) => at === seen[n - 1]).length;
  expect(together).toBeLessThan(10);
  expect(Math.max(...read.map(({ length }) => length))).toBeLessThanOrEqual(65_536);
  const files = unzipped(Buffer.concat(read));
  expect(files.size).toBe(5_000);
  expect(String(files.get('tickets/4999.json'))).toBe('{"n":4999}');
});

it('counts more than 65,535 entries in a record of ZIP64', () => {
  const end = ending(70_000, { begin: 2 ** 33, length: 4_900_000 });
  const small = end.indexOf('PK\u0005\u0006');
  expect(end.readUInt16LE(small + 10)).toBe(0xffff);
  expect(end.readBigUInt64LE(32)).toBe(70_000n);
  expect(end.readBigUInt64LE(48)).toBe(2n ** 33n);
});

it('ends the source of an entry that nobody reads to its end', async () => {
  let ended = 0;
  async function* endless() {
    try {
      for (;;) yield randomBytes(20_000);
    } finally {
      ended += 1;
    }
  }
  async function* entries(): AsyncGenerator<Entry> {
    yield { name: 'endless', bytes: endless() };
  }
  let read = 0;
  for await (const part of zipped(entries(), 0)) if ((read += part.length) > 200_000) break;
  await expect.poll(() => ended).toBe(1);
});
