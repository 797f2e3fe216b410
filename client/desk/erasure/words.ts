import { wordsOf } from '../../shared/words.ts';

const en = {
  open: 'Delete for good',
  title: 'Delete {{ name }} for good?',
  never: 'This cannot be undone. To keep somebody out for now, deactivate them instead.',
  goes: 'Goes',
  stays: 'Stays, as “Deleted person”',
  name: 'the name',
  address: 'the address',
  picture: 'the picture',
  sessions: { one: '{{ n }} session', other: '{{ n }} sessions' },
  drafts: { one: '{{ n }} draft', other: '{{ n }} drafts' },
  savedReplies: { one: '{{ n }} saved reply of their own', other: '{{ n }} saved replies of their own' },
  views: { one: '{{ n }} view of their own', other: '{{ n }} views of their own' },
  files: { one: '{{ n }} unsent file', other: '{{ n }} unsent files' },
  tickets: { one: '{{ n }} ticket with its messages', other: '{{ n }} tickets with their messages' },
  noTickets: 'the messages that they wrote',
  released: {
    one: '{{ n }} active ticket goes back to the queue.',
    other: '{{ n }} active tickets go back to the queue.',
  },
  texts: 'Also delete what they wrote: {{ messages }} and {{ files }}, the subjects, and the comments on ratings',
  textsNote: 'Answers and notes of the team stay. Many messages take some minutes.',
  messages: { one: '{{ n }} message', other: '{{ n }} messages' },
  sentFiles: { one: '{{ n }} file', other: '{{ n }} files' },
  confirm: 'Type the name to confirm: {{ name }}',
  go: 'Delete for good',
  done: '{{ name }} is deleted for good',
  loadFailed: 'This could not be loaded.',
  again: 'Try again',
  refused: {
    self: 'You cannot delete yourself. Ask a colleague.',
    last: 'Nobody could manage people and roles any more. Give somebody else these rights first.',
    lastWay: 'Nobody who manages people could sign in any more. First let somebody else who does sign in.',
    more: 'This person may do more than you.',
    held: 'This person, or a ticket of theirs, is on legal hold. End the hold first.',
  },
} as const;

export const t = wordsOf(en);
