import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Sign-in and security',
  intro: 'How you sign in, and where you are signed in.',
  identity: {
    off: 'You are not connected. Connected, you sign in through {{ label }} instead of with your password.',
    connect: 'Connect {{ label }}',
    on: 'Connected {{ time }}. Signing out there signs you out here.',
    disconnect: 'Disconnect',
    isOff: 'You are disconnected',
  },
  password: { title: 'Password', intro: 'A change signs you out everywhere else.' },
} as const;

export const t = wordsOf(en);
