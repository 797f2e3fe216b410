import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Settings',
  intro: 'How this desk works.',
  autoAssign: {
    title: 'Who gets a ticket?',
    label: 'Give waiting tickets to agents by themselves',
    hint: 'To whoever is available, has the desk open and has room: the one with the fewest first, the longest waiting ticket first. What somebody hands back is not given to them again at once.',
    there: '{{ n }} of {{ all }} of the team are available.',
    isOn: 'Tickets are given to agents by themselves now',
    isOff: 'Tickets wait until somebody takes them',
  },
} as const;

export const t = wordsOf(en);
