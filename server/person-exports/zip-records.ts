/** The records of a ZIP archive, by the names and numbers of PKWARE's APPNOTE.TXT (4.3 and 4.5). */

export interface Written {
  name: Buffer;
  time: number;
  method: typeof STORED | typeof DEFLATED;
  crc: number;
  size: number;
  packed: number;
  /** Where its header stands. */
  offset: number;
  /** The sums were not known when the header was written. */
  sumsFollow?: true;
}

export const STORED = 0;
export const DEFLATED = 8;

const NAME_IS_UTF8 = 0x0800;
const SUMS_FOLLOW = 0x0008;
/** Fields of 32 and of 16 bits with these values stand in a record of ZIP64. */
const FULL_32 = 0xffff_ffff;
const FULL_16 = 0xffff;

export function header(entry: Written) {
  const { sumsFollow, name } = entry;
  const known = sumsFollow ? { crc: 0, packed: 0, size: 0 } : {};
  return Buffer.concat([u32(0x04034b50), common({ ...entry, ...known }), u16(0), name]);
}

export const sums = ({ crc, packed, size }: Written) => u32(0x08074b50, crc, packed, size);

/** No comment, the first disk, no attributes. */
export function directoryLine(entry: Written) {
  const { offset, name } = entry;
  const far = offset >= FULL_32;
  const more = far ? [u16(1, 8), u64(offset)] : [];
  const rest = [u16(far ? 12 : 0, 0, 0, 0), u32(0, far ? FULL_32 : offset)];
  return Buffer.concat([u32(0x02014b50), u16(45), common(entry), ...rest, name, ...more]);
}

const common = ({ time, method, crc, packed, size, name, sumsFollow }: Written) =>
  Buffer.concat([
    u16(20, NAME_IS_UTF8 | (sumsFollow ? SUMS_FOLLOW : 0), method),
    u32(time, crc, packed, size),
    u16(name.length),
  ]);

export function ending(count: number, { begin, length }: { begin: number; length: number }) {
  const isLarge = count >= FULL_16 || begin >= FULL_32 || length >= FULL_32;
  const large = [
    ...[u32(0x06064b50), u64(44), u16(45, 45), u32(0, 0), u64(count, count, length, begin)],
    ...[u32(0x07064b50, 0), u64(begin + length), u32(1)],
  ];
  const n = Math.min(count, FULL_16);
  const small = [u32(0x06054b50), u16(0, 0, n, n), u32(Math.min(length, FULL_32), Math.min(begin, FULL_32)), u16(0)];
  return Buffer.concat([...(isLarge ? large : []), ...small]);
}

const u16 = (...values: number[]) => numbers(2, values);
const u32 = (...values: number[]) => numbers(4, values);
const u64 = (...values: number[]) => numbers(8, values);

function numbers(bytes: 2 | 4 | 8, values: number[]) {
  const record = Buffer.alloc(bytes * values.length);
  values.forEach((value, n) => {
    if (bytes === 8) record.writeBigUInt64LE(BigInt(value), n * 8);
    else record.writeUIntLE(value, n * bytes, bytes);
  });
  return record;
}

/** Time and date as MS-DOS wrote them, in UTC: two seconds are the smallest step, and 1980 is the first year. */
export function dosTime(date: Date): number {
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
