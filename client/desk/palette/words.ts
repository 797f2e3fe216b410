import { wordsOf } from '../../shared/words.ts';

const en = {
  gone: 'The selected tickets left the list.',
  title: 'Find an action',
  label: 'What do you want to do?',
  hint: 'An action, a ticket, a person, or #123',
  filter: 'Part of the name is enough',
  list: 'Matches',
  recent: 'Recent',
  tickets: 'Tickets',
  none: 'Nothing matches “{{ query }}”.',
  cut: 'The {{ n }} best of {{ all }} matches are shown. Type more.',
  count: { one: '1 match', many: '{{ n }} matches' },
  of: '{{ command }}: {{ choice }}',
  goTo: 'Go to {{ view }}',
  ticket: '#{{ number }} {{ subject }}',
  openNumber: 'Open ticket #{{ number }}',
  noTicket: 'There is no ticket #{{ number }}.',
  isNow: 'current',
} as const;

export const t = wordsOf(en);
