import { wordsOf } from '../shared/words.ts';

export const en = {
  brand: 'Support',
  account: 'Your account',
  skip: 'Skip to the conversation',
  signIn: {
    title: 'Sign in',
    intro: 'To read and write on your tickets.',
    noAccount: 'No account yet?',
    register: 'Register',
    ended: 'You were signed out. Sign in again; what you wrote is kept.',
  },
  register: {
    title: 'Register',
    intro: 'Then you can ask, and find the answers again.',
    have: 'Have an account?',
  },
  list: {
    title: 'Your tickets',
    ask: 'Ask something new',
    done: 'Done',
    more: 'Show more',
    empty: 'You have not asked anything yet.',
    choose: 'Choose a ticket to read it.',
    unread: 'unread: ',
    says: '{{ name }}: {{ text }}',
  },
  status: {
    unassigned: 'Waiting for an answer',
    assigned: '{{ name }} is on it',
    pending: 'Waiting for you',
    resolved: 'Resolved. Write again and it reopens.',
    closed: 'Closed. Writing starts a new ticket.',
    sending: 'Sending',
    waiting: 'Sent when you are back online',
  },
  ask: {
    title: 'Ask something new',
    subject: 'What is it about?',
    body: 'Your question',
    send: 'Send',
    needSubject: 'Write a few words.',
    needBody: 'Write your question.',
  },
  ticket: {
    number: 'ticket {{ number }}',
    back: 'Your tickets',
    label: 'Message',
    write: 'Write a message',
    writeTo: 'Write to {{ name }}',
    reopen: 'Write to reopen this ticket',
    linked: 'Write to start a new ticket',
    missing: 'This ticket is not here, or it is not yours.',
    failed: 'The conversation could not be loaded.',
    again: 'Try again',
    moved: 'That ticket was closed, so this is a new one. The team sees that they belong together.',
    resolved: '{{ name }} resolved this at {{ time }}. Write again and it reopens.',
    reopened: 'This ticket was reopened at {{ time }}.',
    closed: 'This ticket was closed at {{ time }}.',
    assigned: '{{ name }} is on it.',
    handedBack: 'Waiting for somebody else of the team.',
    confirmDelete: 'Deleted for everyone',
  },
  title: { count: '({{ n }}) {{ title }}' },
} as const;

export const t = wordsOf(en);
export { t as shared } from '../shared/words.ts';
