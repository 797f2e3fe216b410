import { wordsOf } from '../../shared/words.ts';

/** Loaded with the dialog, not with the shell. */
const en = {
  find: 'Find by number, subject or person',
  nothing: 'No ticket was found for “{{ q }}”.',
  found: { one: '1 ticket found', other: '{{ n }} tickets found' },
  other: '{{ name }}, another customer',
} as const;

export const t = wordsOf(en);
