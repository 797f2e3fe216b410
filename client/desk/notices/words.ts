import { wordsOf } from '../../shared/words.ts';

const en = {
  many: '{{ n }} customers wrote',
  handed: { one: '{{ name }} assigned you a ticket', many: 'Colleagues assigned you {{ n }} tickets' },
  waiting: { one: '1 waiting', many: '{{ n }} waiting, longest {{ wait }}' },
  time: {
    now: 'less than a minute',
    minute: { one: '1 minute', many: '{{ n }} minutes' },
    hour: { one: '1 hour', many: '{{ n }} hours' },
    day: { one: '1 day', many: '{{ n }} days' },
  },
} as const;

export const t = wordsOf(en);
