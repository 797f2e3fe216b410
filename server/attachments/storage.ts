import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { open, opendir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull } from '../errors.ts';

export interface Stored {
  size: number;
  /** Read as fast as it is taken. The file is opened with the first of it, and closed however it ends. */
  bytes(): AsyncIterable<Buffer<ArrayBuffer>>;
}

/** Where the bytes are. Keys are random and say nothing; what lies under one never changes. */
export interface Storage {
  /** A path for what is not kept yet. What is left there is gone at the next start. */
  scratch(): string;
  /** Moves a file from the scratch into the storage, and answers its key once the disk has both the bytes and the name. */
  put(path: string, key?: string): Promise<string>;
  /** Null where there is nothing under the key. */
  open(key: string): Promise<Stored | null>;
  remove(key: string): Promise<void>;
  /** Everything that is kept, in no order. */
  list(): AsyncIterable<{ key: string; changedAt: () => Promise<number> }>;
  /** Throws 503 where what is left of the disk belongs to the database. */
  requireRoom(): Promise<void>;
}

export const storageFolder = (dataDir: string) => join(dataDir, 'attachments');
export const KEY = /^[0-9a-f]{32}(-thumbnail)?$/u;
const ROOM_LEAST_BYTES = 256 * 2 ** 20;

export function createStorage(folder: string): Storage {
  const incoming = join(folder, 'incoming');
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const random = () => randomBytes(16).toString('hex');

  return {
    scratch: () => join(incoming, random()),
    async put(path, key = random()) {
      await sync(path);
      await rename(path, join(folder, key));
      await sync(folder);
      return key;
    },
    async open(key) {
      const path = join(folder, key);
      const found = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      return found && { size: found.size, bytes: () => read(path) };
    },
    remove: (key) => rm(join(folder, key), { force: true }),
    async *list() {
      for await (const { name } of await opendir(folder)) {
        if (KEY.test(name)) yield { key: name, changedAt: async () => (await stat(join(folder, name))).mtimeMs };
      }
    },
    async requireRoom() {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < ROOM_LEAST_BYTES) throw diskFull();
    },
  };
}

async function* read(path: string): AsyncIterable<Buffer<ArrayBuffer>> {
  // A stream without an encoding gives buffers.
  for await (const part of createReadStream(path)) yield part as Buffer<ArrayBuffer>;
}

async function sync(path: string) {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
