import { wordsOf } from '../../shared/words.ts';

export const en = {
  dropped: 'What you typed meanwhile was not used.',
  droppedText: 'Not used: “{{ text }}”.',
} as const;

export const t = wordsOf(en);
