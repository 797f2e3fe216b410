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
  second: {
    title: 'Second step',
    intro: 'Type the six digits that your authenticator app shows now.',
    code: 'Code',
    hint: 'Or one of your recovery codes.',
    go: 'Sign in',
    back: 'Start again',
  },
  enrol: {
    mustTitle: 'Set up your second step',
    must: 'Your role needs one. You do this once: from now on you sign in with your password and a code.',
    scan: 'Open an authenticator app on your phone, add an account there, and scan this picture.',
    picture: 'QR code for the authenticator app',
    typed: 'No camera? Type this key:',
    open: 'Open it in an app on this device',
    code: 'Code that the app shows',
    go: 'Turn on',
  },
  codes: {
    title: 'Your recovery codes',
    intro:
      'If your phone is lost, each of these replaces one code, once. Keep them somewhere safe: they are shown only now.',
    copy: 'Copy all',
    copied: 'Copied',
    notCopied: 'Select them and copy them by hand.',
    done: 'I have kept them',
  },
  passkeys: {
    use: 'Use a passkey',
    cancelled: 'No passkey was used.',
  },
  prove: {
    title: 'Is it you?',
    intro: 'This needs a sign-in of the last 10 minutes. Then it goes on by itself.',
    code: 'Code of your app, or a recovery code',
    byCode: 'Use a code instead',
    byPassword: 'Use your password instead',
    none: 'Sign out and in again, then repeat it.',
    go: 'Go on',
  },
} as const;

export const t = wordsOf(en);
