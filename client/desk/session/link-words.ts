import { wordsOf } from '../../shared/words.ts';

const en = {
  join: {
    title: 'Join the team',
    intro: '{{ name }} invites {{ email }} to answer customers here, as: {{ role }}.',
    go: 'Join',
  },
  password: {
    title: 'Choose a new password',
    intro: 'For {{ name }}, {{ email }}. You are signed out everywhere else.',
    go: 'Save and sign in',
  },
  gone: 'This link does not work any more. It works once and for a limited time: ask for a new one, or sign in if you have used it.',
  reloaded: 'Open the link again. This page took it out of its address, so that nobody can read it there.',
  failed: 'The link could not be checked.',
  again: 'Try again',
  signIn: 'Sign in',
} as const;

export const t = wordsOf(en);
