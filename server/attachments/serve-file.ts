import type { IncomingHttpHeaders } from 'node:http';
import { sha256 } from '../../db/ids.ts';
import { AppError } from '../errors.ts';
import { partOf } from '../http/range.ts';
import { streamOf } from '../http/stream.ts';
import { disposition } from './names.ts';
import type { Storage } from './storage.ts';
import { isImage } from './types.ts';

interface File {
  key: string;
  type: string;
  /** Under which it is saved; null for what is only shown. */
  name?: string | null;
  cache?: string;
}

/** Answers with a stored file, or the part that is asked for. The headers keep the file from running or loading anything, also in its own tab. */
export async function serveFile(
  storage: Storage,
  asked: IncomingHttpHeaders,
  { key, type, name = null, cache = 'private, no-store' }: File,
) {
  const stored = await storage.open(key);
  if (!stored) throw lost();
  const { size } = stored;
  // A stored file never changes, so its random key names its bytes.
  const etag = `"${sha256(key).slice(0, 22)}"`;
  const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
  const part = partOf(isSame ? asked.range : undefined, size);
  if (part === 'beyond')
    throw new AppError(416, 'beyond_end', 'The file has no such byte.', {
      headers: [['Content-Range', `bytes */${size}`]],
    });
  const headers = {
    'Content-Type': type,
    'Content-Length': String(part ? part.end - part.start + 1 : size),
    'Accept-Ranges': 'bytes',
    ETag: etag,
    ...(part && { 'Content-Range': `bytes ${part.start}-${part.end}/${size}` }),
    'Cache-Control': cache,
    'Content-Security-Policy': `default-src 'none'; sandbox`,
    ...(name && { 'Content-Disposition': disposition(isImage(type) ? 'inline' : 'attachment', name) }),
  };
  return new Response(streamOf(stored.bytes(part)), { status: part ? 206 : 200, headers });
}

const lost = () =>
  new AppError(404, 'attachments.lost', 'The file is missing on the server. Ask an administrator to run doctor.');
