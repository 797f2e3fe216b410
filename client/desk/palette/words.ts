import { wordsOf } from '../../shared/words.ts';

const en = {
  gone: 'What was picked is not in the list any more.',
  title: 'Find an action',
  label: 'What do you want to do?',
  hint: 'An action, a ticket, a person, or #123',
  filter: 'A part of it is enough',
  list: 'What fits',
  recent: 'Used last',
  tickets: 'Tickets',
  none: 'Nothing fits “{{ query }}”.',
  count: { one: '1 fits', many: '{{ n }} fit' },
  of: '{{ command }}: {{ choice }}',
  goTo: 'Go to {{ view }}',
  ticket: '#{{ number }} {{ subject }}',
  openNumber: 'Open ticket #{{ number }}',
  noTicket: 'There is no ticket #{{ number }}.',
  isNow: 'now',
} as const;

export const t = wordsOf(en);
