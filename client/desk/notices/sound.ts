/** Two soft tones made with Web Audio: no file to load, no licence to keep. */
const TONES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.11 },
];
const TONE_S = 0.24;
const LOUDNESS = 0.12;
/** A browser that requires a click first never resolves the promise. */
const PATIENCE_MS = 500;

/** Returns whether the sound was played: a browser mutes a page until somebody clicks or presses a key. */
export async function playSound(): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false;
  const context = new AudioContext();
  await Promise.race([context.resume().catch(() => {}), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  if (context.state !== 'running') {
    void context.close();
    return false;
  }
  const start = context.currentTime + 0.02;
  for (const { hertz, at } of TONES)
    tone(context, hertz, start + at).onended = at > 0 ? () => void context.close() : null;
  return true;
}

function tone(context: AudioContext, hertz: number, at: number) {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0005, at + TONE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S);
  return oscillator;
}
