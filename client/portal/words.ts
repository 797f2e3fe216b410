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
    failed: 'The rest could not be loaded. Try again.',
    empty: 'You have not asked anything yet.',
    choose: 'Choose a ticket to read it.',
  },
  ask: {
    title: 'Ask something new',
    subject: 'What is it about?',
    body: 'Your question',
    send: 'Send',
    needSubject: 'Write a few words.',
    needBody: 'Write your question.',
    filesOnTheirWay: 'The files are still being uploaded. Send when they are there.',
  },
  ticket: {
    number: 'ticket {{ number }}',
    back: 'Your tickets',
    continues: 'Continues ticket {{ number }}',
  },
  title: { count: '({{ n }}) {{ title }}' },
} as const;

export const t = wordsOf(en);
export { t as shared } from '../shared/words.ts';
