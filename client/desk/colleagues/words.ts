import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Team',
  active: 'active tickets',
  load: '{{ n }} of {{ capacity }}',
  here: '{{ name }}, here, has {{ n }} of at most {{ capacity }} active tickets',
  away: '{{ name }}, away, has {{ n }} of at most {{ capacity }} active tickets',
  isAway: 'away',
  nobody: 'Nobody else is here.',
  more: { one: '{{ n }} more is here', other: '{{ n }} more are here' },
} as const;

export const t = wordsOf(en);
