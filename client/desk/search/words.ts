import { wordsOf } from '../../shared/words.ts';

export const en = {
  title: 'Search',
  label: 'Search messages',
  hint: 'Also',
  order: 'Order',
  newest: 'Newest first',
  rank: 'Best match',
  results: 'Results',
  note: 'Internal note',
  opened: 'opened this ticket',
  busy: 'Searching …',
  none: 'No results for “{{ q }}”.',
  noneYet: 'No results before the search ran out of time. Add a word, or a date to search from.',
  count: { one: '1 result', many: '{{ n }} results', some: 'The first {{ n }} results' },
  more: 'Show older results',
  searchedTo: 'The search ran out of time at {{ day }}; older messages were not searched.',
  goOn: 'Search further back',
  weighed: 'Only the newest matches were ranked. Add a word to narrow the search.',
  cutWords: 'More words begin with or contain what you typed than were looked for. Type more of the word.',
  unknown:
    '“{{ name }}:” is no operator, so it was searched as a word. There are from:, status:, priority:, category:, assignee:, is:note, has:file, before: and after:.',
  indexing: 'Messages are still being indexed: {{ part }} % can be found so far.',
  tryAgain: 'Try again',
} as const;

export const t = wordsOf(en);
