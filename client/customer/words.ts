import { wordsOf } from '../shared/words.ts';

/** The texts of a conversation for customers, in the portal and the widget. */
export const en = {
  replyTime: {
    soon: 'Usually replies in under a minute',
    usual: 'Usually replies in about {{ time }}',
    now: 'An answer in about {{ time }} at the moment',
  },
  wait: {
    next: 'You are next.',
    before: { one: '1 question is before yours.', other: '{{ n }} questions are before yours.' },
    more: { one: 'More than 1 question is before yours.', other: 'More than {{ n }} questions are before yours.' },
    expected: 'An answer in about {{ time }}',
    longer: 'It is taking longer than usual',
    leave: 'You can close this page: the answer waits here.',
  },
  rating: {
    title: 'How did it go?',
    comment: 'What should we know? You can leave this empty.',
    send: 'Send comment',
    dismiss: 'Not now',
    given: 'You rated this: {{ score }}.',
    change: 'Change',
    changeOrSay: 'Change, or say why',
    thanks: 'Thank you. The team can see it.',
  },
  status: {
    unassigned: 'Waiting for an answer',
    assigned: '{{ name }} is on it',
    pending: 'Waiting for you',
    resolved: 'Resolved. Write again and it reopens.',
    closed: 'Closed. Writing starts a new ticket.',
    sending: 'Sending',
    waiting: 'Sent when you are back online',
    failed: 'Not sent',
  },
  list: { unread: 'unread: ', says: '{{ name }}: {{ text }}' },
  change: {
    resolved: '{{ name }} resolved this at {{ time }}.',
    reopened: 'This ticket was reopened at {{ time }}.',
    reopenedByYou: 'You wrote again, so this ticket is open again.',
    closed: 'This ticket was closed at {{ time }}.',
    handedBack: 'Waiting for another member of the team.',
    continuedIn: 'Continued in ticket {{ number }}',
    merged: 'Your ticket {{ number }} is about the same thing: both continue here.',
    unmerged: 'Your ticket {{ number }} is a separate ticket again.',
    splitFrom: 'You wrote this on ticket {{ number }}; it is answered here.',
    splitInto: 'Part of this is answered on your ticket {{ number }}.',
    from: 'from ticket {{ number }}',
  },
  write: {
    label: 'Message',
    any: 'Write a message',
    to: 'Write to {{ name }}',
    reopen: 'Write here if you need anything else.',
    linked: 'Write to start a new ticket',
  },
  sound: 'Sound for new messages',
  soundOn: 'Sound is on',
  soundOff: 'Sound is off',
  missing: 'This ticket does not exist, or it is not yours.',
  failed: 'The conversation could not be loaded.',
  again: 'Try again',
  moved: 'That ticket was closed, so this is a new one. The team sees that they belong together.',
} as const;

export const t = wordsOf(en, 'customer');
export { t as shared } from '../shared/words.ts';
