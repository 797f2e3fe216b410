import { wordsOf } from '../../shared/words.ts';

const en = {
  empty: {
    waiting: 'Nobody is waiting',
    mine: 'No tickets are assigned to you',
    mentions: 'No note mentions you',
    snoozed: 'Nothing is snoozed',
    all: 'There are no tickets yet',
    filtered: 'No tickets match these filters',
  },
  /** What is true then, where nothing more exact is known. */
  about: {
    waiting: 'New questions appear here by themselves.',
    mine: 'Tickets that you take or reply to stand here.',
    mentions: 'Notes that mention you stand here.',
    snoozed: 'Snoozed tickets stand here until their time comes or the customer writes.',
    all: 'The first question appears here by itself.',
    filtered: 'Other tickets may match without the filters.',
  },
  snoozed: {
    one: '1 is snoozed, and wakes at {{ time }}.',
    other: '{{ n }} are snoozed, the next wakes at {{ time }}.',
  },
  waiting: { one: 'ticket waits', other: 'tickets wait' },
  mine: { one: 'ticket is yours', other: 'tickets are yours' },
  late: { one: 'One of them longer than was promised.', other: '{{ n }} of them longer than was promised.' },
  longest: 'The longest is {{ name }}, {{ wait }}.',
  unread: { one: '1 has news.', other: '{{ n }} have news.' },
  choose: 'Choose a ticket',
  start: 'Start with',
  next: 'Next steps',
  steps: {
    mentions: { one: 'ticket mentions you', other: 'tickets mention you' },
    snoozed: { one: 'ticket is snoozed', other: 'tickets are snoozed' },
    drafts: { one: 'draft is not sent', other: 'drafts are not sent' },
    next: 'the next wakes at {{ time }}: {{ subject }}',
    widget: 'Add the chat to your site',
    address: 'Customers write to you at',
    clear: 'Clear the filters',
  },
} as const;

export const t = wordsOf(en);
