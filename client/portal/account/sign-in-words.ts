import { wordsOf } from '../../shared/words.ts';

const en = {
  signIn: {
    title: 'Sign in',
    intro: 'Sign in to read the answers and ask something new.',
    noAccount: 'No account yet?',
    register: 'Register',
    forgot:
      'Forgot your password? Tell the team, by the chat on their site or however you reach them. They give you a link to set a new one.',
    ended: 'You were signed out. Sign in again; what you wrote is kept.',
  },
  register: {
    title: 'Register',
    intro: 'To ask questions and find the answers later.',
    have: 'Have an account?',
  },
} as const;

export const t = wordsOf(en);
