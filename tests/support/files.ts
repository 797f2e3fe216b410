import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Color } from 'sharp';

/** A file as somebody picks it. */
export interface Picked {
  name: string;
  bytes: Buffer;
  /** What a browser would say of it, which nobody believes. */
  type?: string;
}

export const text = (name: string, content: string): Picked => ({
  name,
  bytes: Buffer.from(content),
  type: 'text/plain',
});

const FORMATS = ['png', 'webp', 'gif', 'avif'] as const;

/** Of one colour, of the kind that its name says. */
export async function picture(
  name: string,
  { width = 800, height = 600, colour = '#b9b2a5' }: { width?: number; height?: number; colour?: Color } = {},
): Promise<Picked> {
  const ending = /\w+$/u.exec(name)?.[0] ?? '';
  const format = FORMATS.find((known) => known === ending) ?? 'jpeg';
  const bytes = await sharp({ create: { width, height, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
  return { name, bytes, type: `image/${format}` };
}

/** A few hundred bytes that claim to be so many pixels. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
