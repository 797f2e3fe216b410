import { wordsOf } from '../../shared/words.ts';

/** Loaded with the first `@`, not with the shell. */
const en = {
  tooMany: 'This mentions {{ n }} people: at most {{ most }} can be told in one note. Nothing was sent.',
  nobody: 'Nobody on the team is called “{{ name }}”.',
} as const;

export const t = wordsOf(en);
