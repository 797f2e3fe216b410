import { wordsOf } from '../../shared/words.ts';

const en = {
  goAway: 'Go away',
  comeBack: 'Be available again',
  away: 'You are away. What comes in is not given to you.',
  available: 'You are available.',
  handBack: 'Hand back {{ n }} that you have not answered',
  handedBack: { one: 'Handed back 1 ticket', many: 'Handed back {{ n }} tickets' },
} as const;

export const t = wordsOf(en);
