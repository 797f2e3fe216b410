import { wordsOf } from '../../shared/words.ts';

const en = { label: 'Unsaved changes', unsaved: 'Not saved yet:', discard: 'Discard' } as const;

export const t = wordsOf(en);
