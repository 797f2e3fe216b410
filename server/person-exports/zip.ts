/** A ZIP archive as a stream: of each entry only its line of the directory is kept until the end. */
import { pipeline, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Blocks } from './blocks.ts';
import { DEFLATED, directoryLine, dosTime, ending, header, STORED, sums, type Written } from './zip-records.ts';

export interface Entry {
  /** With `/` between folders. Two entries of one archive have different names. */
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/**
 * An entry up to this size is packed at once, in 0.1 ms. A stream of its own would cost it more, and 256 kB of memory that only
 * the garbage collector frees: 70,000 tickets took 600 MB.
 */
const SMALL_BYTES = 32_768;

type Part = Buffer<ArrayBuffer>;

/** `at` is the time that every entry gets, in milliseconds since 1970. The event loop has a turn after each entry. */
export async function* zipped(entries: AsyncIterable<Entry>, at: number): AsyncGenerator<Part> {
  const time = dosTime(new Date(at));
  const directory = new Blocks();
  let count = 0;
  let offset = 0;
  for await (const { name, bytes } of entries) {
    const entry: Written = { name: Buffer.from(name), time, method: DEFLATED, crc: 0, size: 0, packed: 0, offset };
    for await (const part of packed(entry, bytes)) {
      offset += part.length;
      yield part;
    }
    directory.add(directoryLine(entry));
    count += 1;
    await nextTurn();
  }
  for (const block of directory.taken()) {
    yield block;
    await nextTurn();
  }
  yield ending(count, { begin: offset, length: directory.length });
}

/** Fills in the sums of the entry. */
async function* packed(entry: Written, bytes: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const source = bytes[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size <= SMALL_BYTES) {
    const next = await source.next();
    if (next.done) {
      yield whole(entry, Buffer.concat(first));
      return;
    }
    first.push(next.value);
    size += next.value.length;
  }
  yield* streamed(entry, joined(first, source));
}

function whole(entry: Written, bytes: Part): Part {
  const deflated = deflateRawSync(bytes, { level: 1, memLevel: 5 });
  const isSmaller = deflated.length < bytes.length;
  const body = isSmaller ? deflated : bytes;
  entry.method = isSmaller ? DEFLATED : STORED;
  entry.crc = crc32(bytes);
  entry.size = bytes.length;
  entry.packed = body.length;
  return Buffer.concat([header(entry), body]);
}

async function* streamed(entry: Written, bytes: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  entry.sumsFollow = true;
  yield header(entry);
  const deflate = createDeflateRaw({ level: 1 });
  // An error of the source destroys `deflate`, whose iterator throws it.
  pipeline(Readable.from(summed(bytes, entry)), deflate, () => {});
  for await (const part of deflate as AsyncIterable<Part>) {
    entry.packed += part.length;
    yield part;
  }
  yield sums(entry);
}

/** Ends the source also if nobody reads on, so that its file is closed. */
async function* joined(first: Buffer[], source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* first;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

async function* summed(bytes: AsyncIterable<Buffer>, entry: Written) {
  for await (const part of bytes) {
    entry.crc = crc32(part, entry.crc);
    entry.size += part.length;
    if (entry.size >= 0xffff_ffff) throw new Error('An entry of an export is larger than 4 GB.');
    yield part;
  }
}
