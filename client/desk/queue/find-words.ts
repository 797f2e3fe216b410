import { wordsOf } from '../../shared/words.ts';

/** Loaded with the filters, not with the shell. */
const en = {
  hint: 'Part of the name',
  one: 'One customer',
  drop: 'All customers',
  newest: 'The {{ n }} newest are shown. Type more of the name.',
  tooLong: 'The search took too long. Type more of the name.',
  none: 'No customer has this in their name.',
} as const;

export const t = wordsOf(en);
