import { wordsOf } from '../words.ts';

const en = {
  sessions: {
    title: 'Where you are signed in',
    intro: 'If you do not know one of these, sign it out and change your password.',
    of: 'Where {{ name }} is signed in',
    none: 'Nowhere at the moment.',
    unknown: 'Unknown device',
    current: 'this one',
    new: 'new device',
    since: 'signed in {{ time }}',
    used: 'last used {{ time }}',
    end: 'Sign out',
    endOf: 'Sign out {{ device }}, {{ place }}',
    ended: '{{ device }} is signed out',
    endOthers: 'Sign out all others',
    othersEnded: 'All others are signed out',
    failed: 'The list could not be loaded.',
    again: 'Try again',
  },
} as const;

export const t = wordsOf(en);
