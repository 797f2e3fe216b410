import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { emptyFile, receive } from '../attachments/receive.ts';
import { tooManyPixels } from '../attachments/store-upload.ts';
import { isImage, typeOf } from '../attachments/types.ts';
import type { Deps } from '../deps.ts';
import { invalidFields } from '../errors.ts';
import { parse } from '../http/validate.ts';
import { PICTURE_MOST_BYTES, PICTURE_PIXELS, pictureForm } from './contract.ts';

/** Receives a picture and stores it as a small square of its own making. Returns the key of the file. */
export async function storePicture(
  { storage, images, config }: Pick<Deps, 'storage' | 'images' | 'config'>,
  incoming: IncomingMessage,
  ownerId: string,
): Promise<string> {
  await storage.requireRoom();
  const scratch = { sent: storage.scratch(), square: storage.scratch() };
  try {
    const { size, head, fields } = await receive(incoming, {
      path: scratch.sent,
      maxBytes: Math.min(config.maxUploadBytes, PICTURE_MOST_BYTES),
      requireRoom: () => storage.requireRoom(),
    });
    parse(pictureForm, fields);
    if (size === 0) throw emptyFile();
    if (!isImage(typeOf(head))) throw noPicture();
    const result = await images.encode({ path: scratch.sent, out: scratch.square, square: PICTURE_PIXELS }, ownerId);
    if (result.is === 'too_large') throw tooManyPixels(result);
    if (result.is === 'unreadable') throw noPicture();
    return await storage.put(scratch.square);
  } finally {
    await Promise.all(Object.values(scratch).map((path) => rm(path, { force: true })));
  }
}

const noPicture = () => invalidFields({ file: 'Choose a picture: PNG, JPEG, WebP, GIF or AVIF.' });
