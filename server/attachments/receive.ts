import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BusboyHeaders } from '@fastify/busboy';
import { AppError, diskFull } from '../errors.ts';
import { invalid } from '../http/validate.ts';
import { HEAD_BYTES } from './types.ts';

/** For boundaries, headers and two short fields. */
const FORM_OVERHEAD_BYTES = 16 * 1024;
const LIMITS = { files: 1, fields: 4, fieldSize: 200, headerPairs: 20, headerSize: 4096 };

export interface Received {
  fields: Record<string, string>;
  /** The name as the client sent it. */
  name: string;
  size: number;
  sha256: string;
  /** The first bytes, to detect the type. */
  head: Buffer;
}

/** Reads a multipart body with one file, and streams the file to `path`. */
export async function receive(
  incoming: IncomingMessage,
  { path, maxBytes, requireRoom }: { path: string; maxBytes: number; requireRoom: () => Promise<void> },
): Promise<Received> {
  const { 'content-length': length, 'content-type': type = '' } = incoming.headers;
  if (Number(length ?? 0) > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes, Number(length));
  const { Busboy } = await import('@fastify/busboy');
  const headers: BusboyHeaders = { 'content-type': type };
  const fields = new Map<string, string>();
  let file: { name: string; stream: Readable; written: ReturnType<typeof write> } | undefined;

  try {
    await new Promise<void>((resolve, reject) => {
      const parser = new Busboy({ headers, limits: { ...LIMITS, fileSize: maxBytes } });
      parser.on('field', (name, value) => fields.set(name, value));
      parser.on('file', (field, stream, name) => {
        if (field !== 'file') return reject(unknownField(field));
        file = { name, stream, written: write(stream, { path, requireRoom }) };
        file.written.catch(reject);
        stream.on('limit', () => reject(tooLarge(maxBytes)));
      });
      parser.on('filesLimit', () => reject(new AppError(422, 'invalid', 'Send one file at a time.')));
      parser.on('fieldsLimit', () => reject(new AppError(422, 'invalid', 'The request has too many fields.')));
      parser.on('finish', resolve);
      parser.on('error', () => reject(malformed()));
      incoming.on('error', () => reject(cutOff()));
      incoming.on('close', () => incoming.complete || reject(cutOff()));
      // Not `pipeline`, which would close the connection before the error is answered.
      incoming.pipe(parser);
    });
    if (!file) throw noFile();
    return { fields: Object.fromEntries(fields), name: file.name, ...(await file.written) };
  } catch (error) {
    incoming.unpipe();
    file?.stream.destroy();
    await file?.written.catch(() => {});
    throw isFull(error) ? diskFull() : error;
  }
}

/** Free disk space is checked again after each of these, because others write at the same time. */
const ROOM_CHECK_BYTES = 2 ** 20;

async function write(stream: Readable, { path, requireRoom }: { path: string; requireRoom: () => Promise<void> }) {
  const hash = createHash('sha256');
  const heads: Buffer[] = [];
  let size = 0;
  await pipeline(
    stream,
    async function* (parts: AsyncIterable<Buffer>) {
      for await (const part of parts) {
        if (Math.floor((size + part.length) / ROOM_CHECK_BYTES) > Math.floor(size / ROOM_CHECK_BYTES))
          await requireRoom();
        hash.update(part);
        if (size < HEAD_BYTES) heads.push(part.subarray(0, HEAD_BYTES - size));
        size += part.length;
        yield part;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  return { size, sha256: hash.digest('hex'), head: Buffer.concat(heads) };
}

const MIB = 2 ** 20;
export function tooLarge(maxBytes: number, bytes?: number) {
  const limit = maxBytes / MIB;
  // Never "25 MB, the limit is 25 MB".
  const size = bytes === undefined ? null : Math.max(Math.round((bytes / MIB) * 10) / 10, limit + 0.1);
  const has = size === null ? 'too large' : `${size} MB`;
  return new AppError(413, 'too_large', `Not sent: the file is ${has}, the limit is ${limit} MB.`);
}
export const emptyFile = () => new AppError(422, 'attachments.empty', 'Not sent: the file is empty.');
const noFile = () => new AppError(422, 'invalid', 'Choose a file.', { fields: { file: 'Choose a file.' } });
const malformed = () =>
  new AppError(400, 'malformed', 'This upload could not be read. Send one file as multipart/form-data.');
const cutOff = () => new AppError(400, 'cut_off', 'The upload was cut off.');
const unknownField = (name: string) => invalid([{ message: 'This field is unknown.', path: [name] }]);
const isFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOSPC';
