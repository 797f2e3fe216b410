import { wordsOf } from '../../shared/words.ts';

const en = {
  goAway: 'Away',
  comeBack: 'Available',
  away: 'You are away. New tickets are not assigned to you.',
  available: 'You are available.',
  handBack: 'Return {{ n }} unanswered to the queue',
  handedBack: { one: 'Returned 1 ticket to the queue', many: 'Returned {{ n }} tickets to the queue' },
} as const;

export const t = wordsOf(en);
