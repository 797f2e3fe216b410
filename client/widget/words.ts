import { wordsOf } from '../shared/words.ts';

export const en = {
  chat: 'Chat',
  close: 'Close the chat',
  more: 'More: earlier conversations, sound',
  here: 'The team is here',
  team: { one: '{{ names }} answers here', other: '{{ names }} answer here' },
  open: { plain: 'Open chat', unread: { one: 'Open chat, 1 unread', other: 'Open chat, {{ n }} unread' } },
  back: {
    today: 'Back today at {{ time }}',
    tomorrow: 'Back tomorrow at {{ time }}',
    day: 'Back on {{ day }} at {{ time }}',
    unknown: 'Away at the moment',
  },
  start: {
    greeting: 'What can we help with?',
    next: 'Write below, and one of us answers. You need not stay: the answer waits here.',
    away: 'Write now: your message is kept here, and answered here when we are back.',
    asked: 'Before you write',
    optional: 'optional',
    choose: 'Choose one',
    needed: 'Fill this in, then send.',
    email: 'Write an address such as name@example.com.',
  },
  address: {
    title: 'If you leave, how can the team reach you?',
    label: 'Email',
    save: 'Save',
    skip: 'Skip',
    saved: 'Saved. The answer comes here, and the team can write to {{ address }}.',
    failed: 'Not saved. Try again.',
  },
  past: {
    title: 'Your conversations',
    all: { one: 'All', other: 'All {{ n }}' },
    here: 'Back to the conversation',
    start: 'Start a new conversation',
    empty: 'There are no conversations yet.',
    older: 'Show more',
    failed: 'The rest could not be loaded. Try again.',
  },
  sample: { asks: 'Do you deliver on Saturdays?', answers: 'Yes, until two o’clock. Order by Friday noon.' },
  loading: 'Loading the conversation',
  failed: 'The chat could not be loaded. What you wrote is kept.',
  again: 'Try again',
  label: 'Message',
  write: 'Write a message',
} as const;

export const t = wordsOf(en, 'widget');
