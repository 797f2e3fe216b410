import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Sign-in',
  intro: 'How the team comes in. From the shell, answerback reset-sign-in always leads back.',
  counts:
    'Of {{ all }} people {{ connected }} are connected to the provider, {{ passkeys }} have a passkey, {{ second }} a second step.',
  failed: 'This could not be loaded.',
  again: 'Try again',
  ways: {
    title: 'Which ways are open?',
    intro: 'To the team. Customers sign in at the portal with their password, whatever stands here.',
    provider: 'An OpenID provider',
    providerOn: 'Its button stands on the sign-in page.',
    providerOff: 'Off. Set it up below, test it, then turn it on.',
    passkeys: 'Passkeys',
    passkeysMore: 'Always open: a passkey belongs to one device of one person, and nobody can learn or guess it.',
    passwords: 'Passwords',
    passwordsMore:
      'They can be turned off when somebody who manages people has signed in through the provider. Then links for a new password stop working too.',
    only: 'No other way in yet: {{ names }}. They sign in through the provider, and confirm with their password once.',
    on: 'The team can sign in with passwords again',
    off: 'The team signs in without passwords from now on',
  },
  second: {
    title: 'Who needs a second step?',
    intro:
      'A code from an app, after the password and after the provider. Who has none sets it up at the next sign-in.',
    on: '{{ role }} needs a second step from the next sign-in on',
    off: '{{ role }} needs no second step any more',
  },
} as const;

export const t = wordsOf(en);
