/** A soft sound for a new message: two short notes made with Web Audio, so that no file is loaded. */
import { withTabLock } from '../tab-lock.ts';
import { keep } from '../keep.ts';

/** A focused tab marks the message as noticed within this time; then no other tab plays the sound. */
const OTHERS_WAIT_MS = 300;
let context: AudioContext | undefined;

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
    setTimeout(() => void withTabLock(key, () => first() && play()), OTHERS_WAIT_MS);
}

function play() {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const start = context.currentTime;
  for (const [n, pitch] of [587, 784].entries()) {
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    const from = start + n * 0.12;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.06, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.32);
  }
}
