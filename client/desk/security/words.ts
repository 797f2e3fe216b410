import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Sign-in and security',
  intro: 'How you sign in, and where you are signed in.',
  password: { title: 'Password', intro: 'A change signs you out everywhere else.' },
} as const;

export const t = wordsOf(en);
