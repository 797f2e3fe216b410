import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Sign-in',
  intro: 'How people come in. From the shell, answerback reset-sign-in always leads back.',
  failed: 'This could not be loaded.',
  again: 'Try again',
  second: {
    title: 'Who needs a second step?',
    intro: 'A code from an app after the password. Who has none sets it up at the next sign-in.',
    on: '{{ role }} needs a second step from the next sign-in on',
    off: '{{ role }} needs no second step any more',
  },
} as const;

export const t = wordsOf(en);
