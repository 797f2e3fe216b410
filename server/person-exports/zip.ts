/** A ZIP archive as a stream: of each entry only its name, sum and place are kept until the directory at the end. */
import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface Entry {
  /** With `/` between folders. Two entries of one archive have different names. */
  name: string;
  bytes: AsyncIterable<Buffer>;
}

interface Written {
  name: Buffer;
  crc: number;
  size: number;
  packed: number;
  offset: number;
}

/** Sizes follow the data (bit 3), and names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** Fields of 32 and of 16 bits with these values stand in a record of ZIP64. */
const FULL_32 = 0xffff_ffff;
const FULL_16 = 0xffff;

/** `at` is the time that every entry gets, in milliseconds since 1970. */
export async function* zipped(entries: AsyncIterable<Entry>, at: number): AsyncGenerator<Buffer<ArrayBuffer>> {
  const time = dosTime(new Date(at));
  const directory: Written[] = [];
  let offset = 0;
  for await (const { name, bytes } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, size: 0, packed: 0, offset };
    const header = record(
      [[0x04034b50, 4], ...common(entry, time, { crc: 0, size: 0, packed: 0 }), [0, 2]],
      entry.name,
    );
    yield header;
    const deflate = createDeflateRaw({ level: 1 });
    // An error of the source destroys `deflate`, whose iterator throws it.
    pipeline(Readable.from(summed(bytes, entry)), deflate, () => {});
    for await (const part of deflate as AsyncIterable<Buffer<ArrayBuffer>>) {
      entry.packed += part.length;
      yield part;
    }
    const sums = record([
      [0x08074b50, 4],
      [entry.crc, 4],
      [entry.packed, 4],
      [entry.size, 4],
    ]);
    yield sums;
    offset += header.length + entry.packed + sums.length;
    directory.push(entry);
  }
  const begin = offset;
  for (const entry of directory) {
    const line = directoryLine(entry, time);
    offset += line.length;
    yield line;
  }
  yield ending(directory.length, { begin, length: offset - begin });
}

async function* summed(bytes: AsyncIterable<Buffer>, entry: Written) {
  for await (const part of bytes) {
    entry.crc = crc32(part, entry.crc);
    entry.size += part.length;
    if (entry.size >= FULL_32) throw new Error('An entry of an export is larger than 4 GB.');
    yield part;
  }
}

type Field = [value: number, bytes: 2 | 4 | 8];

const common = (
  { name }: Written,
  time: number,
  { crc, size, packed }: Pick<Written, 'crc' | 'size' | 'packed'>,
): Field[] => [
  ...([
    [20, 2],
    [FLAGS, 2],
    [DEFLATE, 2],
    [time, 4],
  ] satisfies Field[]),
  ...([
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
  ] satisfies Field[]),
];

function directoryLine(entry: Written, time: number) {
  const { offset, name } = entry;
  const far = offset >= FULL_32;
  const more = far
    ? record([
        [1, 2],
        [8, 2],
        [offset, 8],
      ])
    : Buffer.alloc(0);
  const fields: Field[] = [[0x02014b50, 4], [45, 2], ...common(entry, time, entry), [more.length, 2]];
  // No comment, the first disk, no attributes.
  fields.push([0, 2], [0, 2], [0, 2], [0, 4], [far ? FULL_32 : offset, 4]);
  return record(fields, name, more);
}

function ending(count: number, { begin, length }: { begin: number; length: number }) {
  const isLarge = count >= FULL_16 || begin >= FULL_32 || length >= FULL_32;
  const end = begin + length;
  const large: Field[] = [
    ...([
      [0x06064b50, 4],
      [44, 8],
      [45, 2],
      [45, 2],
      [0, 4],
      [0, 4],
      [count, 8],
      [count, 8],
    ] satisfies Field[]),
    ...([
      [length, 8],
      [begin, 8],
      [0x07064b50, 4],
      [0, 4],
      [end, 8],
      [1, 4],
    ] satisfies Field[]),
  ];
  const n = Math.min(count, FULL_16);
  const small: Field[] = [
    ...([
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [n, 2],
      [n, 2],
    ] satisfies Field[]),
    ...([
      [Math.min(length, FULL_32), 4],
      [Math.min(begin, FULL_32), 4],
      [0, 2],
    ] satisfies Field[]),
  ];
  return record([...(isLarge ? large : []), ...small]);
}

function record(fields: Field[], ...rest: Buffer[]): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 8) head.writeBigUInt64LE(BigInt(value), at);
    else head.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return Buffer.concat([head, ...rest]);
}

/** Time and date as MS-DOS wrote them, in UTC: two seconds are the smallest step, and 1980 is the first year. */
function dosTime(date: Date): number {
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
