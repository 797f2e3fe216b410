import { wordsOf } from '../shared/words.ts';

export const en = {
  brand: 'Support',
  account: 'Your account',
  skip: 'Skip to the conversation',
  list: {
    title: 'Your tickets',
    ask: 'Ask a question',
    done: 'Done',
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
