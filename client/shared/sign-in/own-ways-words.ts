import { wordsOf } from '../words.ts';

const en = {
  second: {
    title: 'Second step',
    off: 'After your password, a code from an app on your phone. Somebody who learns your password cannot sign in with it alone.',
    setUp: 'Set up a second step',
    on: 'On since {{ time }}.',
    left: {
      one: 'One recovery code is left: make new ones.',
      other: '{{ n }} recovery codes are left.',
    },
    required: 'Your role needs it.',
    renew: 'New recovery codes',
    turnOff: 'Turn off',
    sure: 'Turn the second step off?',
    sureMore: 'Your password alone then signs in. The recovery codes stop working.',
    isOff: 'The second step is off',
  },
  passkeys: {
    title: 'Passkeys',
    intro: 'Sign in with the fingerprint, face or PIN of a device, without a password or a code.',
    add: 'Add a passkey',
    added: 'The passkey is added',
    known: 'This device has a passkey for your account already.',
    cancelled: 'No passkey was added.',
    unable: 'This browser has no passkeys, or the page is not opened over https.',
    name: 'Name of the passkey {{ name }}',
    made: 'added {{ time }}',
    used: 'used {{ time }}',
    remove: 'Remove',
    removeOf: 'Remove the passkey {{ name }}',
    removed: 'The passkey {{ name }} is removed',
  },
} as const;

export const t = wordsOf(en);
