import { wordsOf } from '../../shared/words.ts';

export const t = wordsOf({
  title: 'Sign in',
  intro: 'The desk is for the team.',
  ended: 'You were signed out. Sign in again; what you wrote is kept.',
  with: 'Sign in with {{ name }}',
  forgot:
    'Forgot your password? Ask an admin of your team for a new link. On the server, answerback reset-password makes one too.',
  customer: 'This is a customer account. Your tickets are here:',
  toPortal: 'Your tickets',
} as const);
