import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Preferences',
  intro: 'Yours, on this device. Each counts at once.',
  notices: 'Notices',
  rule: 'When a customer writes on a ticket of yours, or a new one waits. Not for the conversation that you look at, and in one tab only.',
  sound: 'Play a sound',
  desktop: 'Show a desktop notice',
  excerpt: 'Show in it what was written',
  excerptHint: 'Else only who wrote, and the subject.',
  test: 'Test',
  testSound: 'Test the sound',
  testDesktop: 'Test the desktop notice',
  played: 'The sound was played. If you heard nothing, look at the volume, and whether this tab is muted.',
  silent: 'The browser keeps this page silent. Allow sound for this site in its settings.',
  shown: 'The notice was handed over. If you saw nothing, the system holds notices back: look for “do not disturb”.',
  standing: {
    denied:
      'The browser blocks notices of this site. Open the site settings beside the address, allow notifications, and test again.',
    default: 'The browser was asked, and nothing was answered. Test again, and choose “Allow”.',
    missing: 'This browser shows no notices here. They need an address with https, and a browser that has them.',
  },
  sample: { title: 'Answerback', body: 'This is how a notice looks.' },
  keys: 'Keys',
  single: 'Single keys do something',
  singleHint: 'Off, if you use speech or press keys by accident. Keys with Ctrl or Cmd go on.',
  how: 'Write the key that you want: “e”, or “gw” for one after the other. Nothing for no key.',
  none: 'None',
  reset: 'Reset',
  resetOne: 'Reset the key of “{{ command }}”',
  resetAll: 'Reset all keys',
  conflict: '“{{ typed }}” gets in the way of “{{ other }}” ({{ keys }}).',
  takeOver: 'Use it here',
  impossible: '“{{ typed }}” is not a key, or more than three.',
} as const;

export const t = wordsOf(en);
