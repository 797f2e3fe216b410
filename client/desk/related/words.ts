import { wordsOf } from '../../shared/words.ts';

const en = {
  unread: 'Mark as unread',
  merge: 'Merge into another ticket',
  link: 'Link with another ticket',
  part: 'Unmerge ticket {{ number }}',
  merged: 'Ticket {{ number }} is now part of ticket {{ into }}',
  parted: 'Ticket {{ number }} is a separate ticket again',
  linked: 'Linked with ticket {{ number }}',
  unlinked: 'No longer linked with ticket {{ number }}',
  choose: {
    merge: {
      title: 'Merge ticket {{ number }} into',
      intro: '{{ name }} then reads both as one conversation. No message moves or is lost.',
    },
    link: {
      title: 'Link ticket {{ number }} with',
      intro: 'The team sees on each ticket that they belong together. {{ name }} does not.',
    },
    list: 'Other tickets of {{ name }}',
    loading: 'Loading',
    older: 'Show older tickets',
    none: 'This is the only ticket of {{ name }}.',
    done: 'done: reopen it first',
  },
  strip: {
    into: 'This ticket was merged into ticket {{ number }}. The conversation continues there.',
    part: 'Unmerge',
    go: 'Go to {{ number }}',
  },
  split: {
    title: 'Split into a new ticket',
    intro: 'The new ticket starts with these messages from {{ name }}. This ticket stays as it is.',
    some: 'At most {{ n }} messages go at once: these are the first of {{ all }}.',
    subject: 'Subject',
    messages: 'Messages from {{ name }}',
    go: 'Create ticket',
    done: 'Created ticket {{ number }}, “{{ subject }}”',
  },
  linkedWith: 'Linked with',
  takeAway: 'Remove the link to ticket {{ number }}',
} as const;

export const t = wordsOf(en);
