import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../auth/actor.ts';
import { parse } from '../http/validate.ts';
import { addAttachment, findSame, requireMayAttach } from './commands.ts';
import { upload } from './contract.ts';
import { type ImageJob, type ImageResult, PIXELS_MOST } from './images.ts';
import { nameOf } from './names.ts';
import { toAttachment } from './queries.ts';
import { emptyFile, receive } from './receive.ts';
import type { Storage } from './storage.ts';
import { isImage, typeOf } from './types.ts';

type Parts = Pick<Deps, 'storage' | 'images' | 'db' | 'commit' | 'config'>;

/**
 * Receives an upload, detects its type, re-encodes an image, stores the file, and only then inserts the row. A failure
 * leaves no file behind.
 */
export async function storeUpload(
  { storage, images, db, commit, config }: Parts,
  incoming: IncomingMessage,
  { actor, ticketId }: { actor: Actor; ticketId: string | null },
) {
  await storage.requireRoom();
  const scratch = { sent: storage.scratch(), picture: storage.scratch(), thumbnail: storage.scratch() };
  try {
    const received = await receive(incoming, {
      path: scratch.sent,
      maxBytes: config.maxUploadBytes,
      requireRoom: () => storage.requireRoom(),
    });
    const { id, kind } = parse(upload, received.fields);
    requireMayAttach(actor, kind);
    if (received.size === 0) throw emptyFile();
    const owner = { id, kind, ticketId, sentHash: received.sha256 };
    const known = await findSame(db.reader, actor, owner);
    if (known) return { attachment: toAttachment(known), isNew: false };

    const { path, hasThumbnail, ...file } = await madeSafe((job) => images.encode(job, actor.id), scratch, received);
    const stored = await keep(storage, path, hasThumbnail ? scratch.thumbnail : null);
    const input = { ...owner, ...file, ...stored, name: nameOf(received.name, file.type) };
    const forget = () => Promise.all(Object.values(stored).map(async (key) => key && storage.remove(key)));
    try {
      const added = await commit((unit) => addAttachment(unit, actor, input));
      if (!added.isNew) await forget();
      return added;
    } catch (error) {
      // An AppError means that there is no row. After any other error the row may exist: the sweep decides later.
      if (error instanceof AppError) await forget();
      throw error;
    }
  } finally {
    await Promise.all(Object.values(scratch).map((path) => rm(path, { force: true })));
  }
}

type Scratch = Record<'sent' | 'picture' | 'thumbnail', string>;

/** The file to store: a re-encoded image, or any other file unchanged, which is only ever offered as a download. */
async function madeSafe(
  encode: (job: ImageJob) => Promise<ImageResult>,
  { sent, picture, thumbnail }: Scratch,
  { head, size, sha256 }: { head: Buffer; size: number; sha256: string },
) {
  const type = typeOf(head);
  const asItCame = { path: sent, size, sha256, width: null, height: null, hasThumbnail: false };
  if (!isImage(type)) return { ...asItCame, type };
  const result = await encode({ path: sent, type, out: picture, thumbnail });
  if (result.is === 'too_large') throw tooManyPixels(result);
  if (result.is === 'unreadable') return { ...asItCame, type: 'application/octet-stream' };
  const { is: _is, ...found } = result;
  return { ...found, path: picture, size: (await stat(picture)).size, sha256: await hashOf(picture) };
}

async function keep(storage: Storage, path: string, thumbnail: string | null) {
  // First, so that a thumbnail never exists without its file.
  const storageKey = await storage.put(path);
  return { storageKey, thumbnailKey: thumbnail && (await storage.put(thumbnail, `${storageKey}-thumbnail`)) };
}

async function hashOf(path: string) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export const tooManyPixels = ({ width, height }: { width: number; height: number }) =>
  new AppError(
    422,
    'attachments.too_many_pixels',
    `Not sent: the picture is ${width} × ${height} pixels, the limit is ${PIXELS_MOST / 1_000_000} million.`,
    { details: { width, height, most: PIXELS_MOST / 1_000_000 } },
  );
