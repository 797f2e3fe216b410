import { wordsOf } from '../shared/words.ts';

export const en = {
  brand: 'Support',
  account: 'Your account',
  skip: 'Skip to the conversation',
  signIn: {
    title: 'Sign in',
    intro: 'Sign in to read the answers and ask something new.',
    noAccount: 'No account yet?',
    register: 'Register',
    forgot:
      'Forgot your password? Tell the team, by the chat on their site or however you reach them. They give you a link to set a new one.',
    ended: 'You were signed out. Sign in again; what you wrote is kept.',
  },
  register: {
    title: 'Register',
    intro: 'To ask questions and find the answers later.',
    have: 'Have an account?',
  },
  list: {
    title: 'Your tickets',
    ask: 'Ask a question',
    done: 'Done',
    filter: {
      label: 'Which tickets',
      all: { of: 'All {{ n }}', some: 'All' },
      open: { of: 'Open {{ n }}', some: 'Open' },
      done: { of: 'Done {{ n }}', some: 'Done' },
    },
    more: 'Show more',
    failed: 'The rest could not be loaded. Try again.',
    empty: 'You have no tickets yet.',
  },
  ask: {
    title: 'Ask a question',
    subject: 'Subject',
    body: 'Your question',
    send: 'Send',
    needSubject: 'Write a subject.',
    needBody: 'Write your question.',
    filesOnTheirWay: 'The files are still uploading. Send when they are done.',
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
