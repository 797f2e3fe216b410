import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { open, opendir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull } from '../errors.ts';
import type { Part } from '../http/range.ts';

export interface Stored {
  size: number;
  /** Opens the file at the first read and closes it at the end or on an error. */
  bytes(part?: Part | null): AsyncIterable<Buffer<ArrayBuffer>>;
}

/** Stores files under random keys. A stored file never changes. */
export interface Storage {
  /** A path for a temporary file. Leftover files are deleted at the next start. */
  scratch(): string;
  /** Moves a temporary file into the storage. Resolves with its key when bytes and name are on disk. */
  put(path: string, key?: string): Promise<string>;
  /** Null if there is no such file. */
  open(key: string): Promise<Stored | null>;
  remove(key: string): Promise<void>;
  /** All stored files, in no order. */
  list(): AsyncIterable<{ key: string; changedAt: () => Promise<number> }>;
  /** Throws 503 if the remaining disk space is reserved for the database. */
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
      return found && { size: found.size, bytes: (part) => read(path, part) };
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

async function* read(path: string, range?: Part | null): AsyncIterable<Buffer<ArrayBuffer>> {
  // Without an encoding the stream yields buffers.
  for await (const part of createReadStream(path, range ?? {})) yield part as Buffer<ArrayBuffer>;
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
