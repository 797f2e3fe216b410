import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';

/** More would take too much memory to decode: a 24 megapixel photo has a place, a bomb has none. */
export const PIXELS_MOST = 50_000_000;
/** What fits into this needs no smaller picture of itself: twice what a conversation shows it at. */
export const THUMBNAIL = { width: 640, height: 480 };
const IDLE_MS = 20_000;

export interface ImageJob {
  path: string;
  type: string;
  /** Where to write the picture and its thumbnail. */
  out: string;
  thumbnail: string;
}
export type ImageResult =
  | { is: 'image'; type: string; width: number; height: number; hasThumbnail: boolean }
  | { is: 'too_large'; width: number; height: number }
  /** It begins as one, and is none. */
  | { is: 'unreadable' };

export interface Images {
  /** One at a time. Throws 422 for what brings the decoder down. */
  encode(job: ImageJob): Promise<ImageResult>;
  stop(): void;
}

interface Waiting {
  job: ImageJob;
  resolve(result: ImageResult): void;
  reject(error: unknown): void;
}

const program = fileURLToPath(new URL('./image.process.ts', import.meta.url));
/** Messages go first. */
const NICE = 10;

/**
 * A process that begins with the first picture, and ends when none comes any more. Not a thread: what decoding takes of
 * memory would stay with the server for good (measured: 110 MB), and a picture that brings the decoder down would bring
 * the desk down with it.
 */
export function createImages(): Images {
  const queue: Waiting[] = [];
  let decoder: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;

  /** The first in the queue is the one at work. */
  function next() {
    clearTimeout(idle);
    const [first] = queue;
    if (first) (decoder ??= begin()).send(first.job);
    else idle = setTimeout(end, IDLE_MS).unref();
  }

  function begin() {
    const started = fork(program, { execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    if (started.pid) setPriority(started.pid, NICE);
    started.unref();
    started.channel?.unref();
    started.on('message', (result: ImageResult) => {
      queue.shift()?.resolve(result);
      next();
    });
    const gone = (why: unknown) => {
      if (decoder !== started) return;
      decoder = null;
      queue.shift()?.reject(why);
      next();
    };
    started.on('error', gone);
    started.on('exit', () => gone(undecodable()));
    return started;
  }

  function end() {
    clearTimeout(idle);
    const ended = decoder;
    decoder = null;
    ended?.kill();
  }

  return {
    encode: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        if (queue.length === 1) next();
      }),
    stop: end,
  };
}

const undecodable = () =>
  new AppError(
    422,
    'attachments.undecodable',
    'Not sent: this picture could not be read. Send it as another kind of file.',
  );
