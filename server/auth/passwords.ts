import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';

/** Argon2id, which is the library's default algorithm; memory in KiB. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each hash takes 19 MiB and a thread of the pool that also reads files: more at once would stall other work. */
const AT_ONCE = 4;
const QUEUE_MAX = 200;

const waiting: (() => void)[] = [];
let running = 0;

export const hashPassword = (password: string) => inTurn(() => hash(normal(password), OPTIONS));

/** Does the same work without a stored hash, so that timing does not reveal whether an address is known. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const known = stored ?? (await dummy);
  const matches = await inTurn(() => verify(known, normal(password)));
  return stored !== null && matches;
}
let dummy: Promise<string> | undefined;

const normal = (password: string) => password.normalize('NFKC');

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= QUEUE_MAX) {
      throw new AppError(503, 'busy', 'Many people are signing in at once. Try again in a moment.', {
        retryAfterSeconds: 5,
      });
    }
    await new Promise<void>((turn) => waiting.push(turn));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    // Passes the slot to the next waiting call, or frees it.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
