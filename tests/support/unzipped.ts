import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive by their names, read through its directory at the end, each held against its sum. */
export function unzipped(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = archive.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(at + place));
    const [nameLength = 0, more = 0] = [28, 30].map((place) => archive.readUInt16LE(at + place));
    const header = archive.readUInt32LE(at + 42);
    const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const body = archive.subarray(from, from + (packed ?? 0));
    const bytes = archive.readUInt16LE(at + 10) === 0 ? body : inflateRawSync(body);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    if (bytes.length !== size || crc32(bytes) !== crc || files.has(name)) throw new Error(`${name} is damaged.`);
    files.set(name, bytes);
    at += 46 + nameLength + more;
  }
  return files;
}
