import { wordsOf } from '../../shared/words.ts';

export const en = {
  title: 'Search',
  label: 'Search messages',
  hint: 'Also',
  order: 'Order',
  newest: 'Newest first',
  rank: 'Best match',
  results: 'What was found',
  note: 'Internal note',
  opened: 'opened this ticket',
  busy: 'Searching …',
  none: 'Nothing was found for “{{ q }}”.',
  noneYet: 'Nothing was found in the time there was. Add a word, or a day to search from.',
  count: { one: '1 result', many: '{{ n }} results', some: 'The first {{ n }} results' },
  more: 'Show older results',
  searchedTo: 'There was no time to search further back than {{ day }}.',
  goOn: 'Search on',
  weighed: 'Only the newest matches were compared. Add a word to compare fewer.',
  indexing: 'The messages are still being indexed: {{ part }} % of them can be found by now.',
  tryAgain: 'Try again',
} as const;

export const t = wordsOf(en);
