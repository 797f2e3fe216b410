/** A soft sound for a new message, once for all tabs. */
import { withTabLock } from '../tab-lock.ts';
import { keep } from '../keep.ts';

/** A focused tab marks the message as noticed within this time; then no other tab plays the sound. */
const OTHERS_WAIT_MS = 300;

/** Plays once for all tabs of a person: `at` identifies the message and grows. */
export function chime({ userId, at, isSeen }: { userId: string; at: number; isSeen: boolean }) {
  const key = `chime:${userId}`;
  const first = () => {
    if (Number(keep.get(key) ?? 0) >= at) return false;
    keep.set(key, String(at));
    return true;
  };
  if (isSeen) first();
  // Before the first click the browser mutes a page: another tab may play it.
  else if (navigator.userActivation.hasBeenActive)
    setTimeout(() => void withTabLock(key, async () => first() && (await import('./notes.ts')).play()), OTHERS_WAIT_MS);
}
