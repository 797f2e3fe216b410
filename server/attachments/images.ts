import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from '../../db/lower-priority.ts';
import { AppError } from '../errors.ts';

/** More would take too much memory to decode: a 24 megapixel photo has a place, a bomb has none. */
export const PIXELS_MOST = 50_000_000;
/** What fits into this needs no smaller picture of itself: twice what a conversation shows it at. */
export const THUMBNAIL = { width: 640, height: 480 };
const IDLE_MS = 20_000;
/** For a picture and its thumbnail, which have a limit each while they are decoded; reading a header has none. */
const WORK_MOST_MS = 75_000;

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
  /** One at a time, and of everybody who waits in turn. Throws 422 for what brings the decoder down, or never ends. */
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
 * A process that begins with the first picture, and ends when none comes any more. Not a thread: what decoding takes of
 * memory would stay with the server for good (measured: 110 MB), and a picture that brings the decoder down would bring
 * the desk down with it.
 */
export function createImages(): Images {
  const queue: Waiting[] = [];
  let atWork: Waiting | null = null;
  let decoder: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** When each of those who wait had their last turn, counted and not timed. */
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

  /** Of whoever waited longest for a turn: a hundred pictures of one are no queue for anybody else. */
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
