import { wordsOf } from '../../shared/words.ts';

const en = {
  more: 'More',
  menu: 'More to do with this ticket',
  merge: 'Merge into another ticket',
  link: 'Link with another ticket',
  part: 'Take ticket {{ number }} out again',
  merged: 'Ticket {{ number }} is part of {{ into }} now',
  parted: 'Ticket {{ number }} stands alone again',
  linked: 'Linked with ticket {{ number }}',
  unlinked: 'No longer linked with ticket {{ number }}',
  choose: {
    merge: {
      title: 'Merge ticket {{ number }} into',
      intro: '{{ name }} reads both as one conversation from then on. Nothing that was written moves or is lost.',
    },
    link: {
      title: 'Link ticket {{ number }} with',
      intro: 'The team sees at each that they belong together. {{ name }} does not.',
    },
    list: 'Other tickets of {{ name }}',
    loading: 'Loading',
    none: 'This is the only ticket of {{ name }}.',
    done: 'done: reopen it first',
  },
  strip: {
    into: 'This was merged into ticket {{ number }}. The conversation goes on there.',
    part: 'Take it out again',
    go: 'Go to {{ number }}',
  },
  split: {
    title: 'Split into a new ticket',
    intro: 'The new ticket begins with these words of {{ name }}. What is here stays as it is.',
    subject: 'What is it about?',
    messages: 'What {{ name }} wrote',
    go: 'Make a new ticket',
    done: 'Ticket {{ number }}, “{{ subject }}”, is new',
  },
  linkedWith: 'Linked with',
  takeAway: 'Take the link to ticket {{ number }} away',
} as const;

export const t = wordsOf(en);
