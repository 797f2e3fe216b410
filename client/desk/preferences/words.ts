import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Preferences',
  intro: 'Yours, on this device. Changes apply at once.',
  queue: 'Queue',
  compact: 'Compact rows',
  compactHint: 'Without the last message, so that more tickets fit.',
  notices: 'Notifications',
  rule: 'When a customer writes on a ticket assigned to you, or a new ticket waits. Not for the conversation you are viewing, and in one tab only.',
  sound: 'Play a sound',
  desktop: 'Show a desktop notification',
  excerpt: 'Show the text of the message',
  excerptHint: 'Otherwise only the sender and the subject.',
  test: 'Test',
  testSound: 'Test the sound',
  testDesktop: 'Test the desktop notification',
  played: 'The sound was played. If you heard nothing, check the volume and whether this tab is muted.',
  silent: 'The browser mutes this page. Allow sound for this site in its settings.',
  shown: 'The notification was sent. If you saw nothing, your system hides notifications: check “do not disturb”.',
  standing: {
    denied:
      'The browser blocks notifications from this site. Open the site settings beside the address, allow notifications, and test again.',
    default: 'The browser asked for permission and got no answer. Test again and choose “Allow”.',
    missing: 'This browser shows no notifications here. They need an https address and a browser that supports them.',
  },
  sample: { title: 'Answerback', body: 'This is how a notification looks.' },
  keys: 'Keyboard shortcuts',
  single: 'Single-key shortcuts',
  singleHint: 'Switch off if you use speech input or press keys by accident. Keys with Ctrl or Cmd still work.',
  how: 'Write the key that you want: “e”, or “gw” for one after the other. Leave it empty for no key.',
  none: 'None',
  reset: 'Reset',
  resetOne: 'Reset the key of “{{ command }}”',
  resetAll: 'Reset all keys',
  conflict: '“{{ typed }}” conflicts with “{{ other }}” ({{ keys }}).',
  takeOver: 'Use it here',
  impossible: '“{{ typed }}” is not a key, or is more than three keys.',
} as const;

export const t = wordsOf(en);
