import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Settings',
  queue: 'Queue',
  all: 'All settings',
  find: 'Find in settings',
  none: 'No page has this in its name.',
  missing: {
    title: 'This page is not there',
    more: 'The settings have no such page, or your role does not include it.',
  },
} as const;

export const t = wordsOf(en);
