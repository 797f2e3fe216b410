import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from '../../db/lower-priority.ts';
import { AppError } from '../errors.ts';

/** Decoding more would take too much memory. Allows 24-megapixel photos and refuses decompression bombs. */
export const PIXELS_MOST = 50_000_000;
/** Images within this size get no thumbnail. Twice the size at which a conversation shows them. */
export const THUMBNAIL = { width: 640, height: 480 };
const IDLE_MS = 20_000;
/** For an image and its thumbnail. sharp limits the decoding of each, but not reading the header. */
const WORK_MOST_MS = 75_000;

/** Written again as a whole with its thumbnail, or as a small square. `out` and `thumbnail` are paths to write to. */
export type ImageJob =
  | { path: string; type: string; out: string; thumbnail: string }
  | { path: string; out: string; square: number };
export type ImageResult =
  | { is: 'image'; type: string; width: number; height: number; hasThumbnail: boolean }
  | { is: 'too_large'; width: number; height: number }
  /** The first bytes are those of an image, but it cannot be decoded. */
  | { is: 'unreadable' };

export interface Images {
  /** Encodes one image at a time, taking turns between uploaders. Throws 422 if the decoder crashes or takes too long. */
  encode(job: ImageJob, ownerId: string): Promise<ImageResult>;
  stop(): void;
}

interface Waiting {
  job: ImageJob;
  ownerId: string;
  resolve(result: ImageResult): void;
  reject(error: unknown): void;
}

const program = fileURLToPath(new URL('./image.process.ts', import.meta.url));

/**
 * Runs a decoder process, which starts with the first image and ends when it is idle. Not a thread: the memory of decoding
 * would stay with the server (measured: 110 MB), and an image that crashes the decoder would crash the server.
 */
export function createImages(): Images {
  const queue: Waiting[] = [];
  let atWork: Waiting | null = null;
  let decoder: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** The number of the last turn of each waiting uploader. */
  const turns = new Map<string, number>();
  let turn = 0;

  function next() {
    clearTimeout(timer);
    atWork = takeFirst();
    if (!atWork) {
      turns.clear();
      timer = setTimeout(end, IDLE_MS).unref();
      return;
    }
    turns.set(atWork.ownerId, (turn += 1));
    const busy = (decoder ??= begin());
    busy.send(atWork.job);
    timer = setTimeout(() => busy.kill('SIGKILL'), WORK_MOST_MS).unref();
  }

  /** The uploader whose last turn is longest ago comes first, so that a hundred images of one person delay nobody else. */
  function takeFirst(): Waiting | null {
    const lastOf = ({ ownerId }: Waiting) => turns.get(ownerId) ?? 0;
    const first = queue.reduce<Waiting | null>((best, one) => (best && lastOf(best) <= lastOf(one) ? best : one), null);
    if (first) queue.splice(queue.indexOf(first), 1);
    return first;
  }

  function begin() {
    const started = fork(program, { execArgv: [], env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    if (started.pid) lowerPriority(started.pid);
    started.unref();
    started.channel?.unref();
    started.on('message', (result: ImageResult) => {
      atWork?.resolve(result);
      next();
    });
    const gone = (why: unknown) => {
      if (decoder !== started) return;
      decoder = null;
      atWork?.reject(why);
      next();
    };
    started.on('error', gone);
    started.on('exit', () => gone(undecodable()));
    return started;
  }

  function end() {
    clearTimeout(timer);
    const ended = decoder;
    decoder = null;
    ended?.kill();
  }

  return {
    encode: (job, ownerId) =>
      new Promise((resolve, reject) => {
        queue.push({ job, ownerId, resolve, reject });
        if (!atWork) next();
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
