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
 * An upload, from the wire to its row: received, told by its bytes, a picture encoded anew, on the disk for good, and only
 * then in the database. Whatever stops it on the way leaves nothing behind.
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
      // Refused, so there is no row. After anything else nobody knows: then a sweep looks, later.
      if (error instanceof AppError) await forget();
      throw error;
    }
  } finally {
    await Promise.all(Object.values(scratch).map((path) => rm(path, { force: true })));
  }
}

type Scratch = Record<'sent' | 'picture' | 'thumbnail', string>;

/** What will be stored: a picture made anew, or the file as it came, which is never more than a download. */
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
  // First, so that no file is ever without the one that it is named after.
  const storageKey = await storage.put(path);
  return { storageKey, thumbnailKey: thumbnail && (await storage.put(thumbnail, `${storageKey}-thumbnail`)) };
}

async function hashOf(path: string) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const tooManyPixels = ({ width, height }: { width: number; height: number }) =>
  new AppError(
    422,
    'attachments.too_many_pixels',
    `Not sent: the picture is ${width} × ${height} pixels, the limit is ${PIXELS_MOST / 1_000_000} million.`,
    { details: { width, height, most: PIXELS_MOST / 1_000_000 } },
  );
