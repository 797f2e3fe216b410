import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Assignment',
  intro: 'Who gets a ticket that nobody has taken.',
  autoAssign: {
    label: 'Assign waiting tickets automatically',
    hint: 'The tickets of a team to its members, all others to anybody: to agents who are available, have the desk open and are under capacity: the agent with the fewest tickets first, the longest-waiting ticket first. A ticket that an agent returns is not assigned to them again at once.',
    there: '{{ n }} of {{ all }} on the team are available.',
    isOn: 'Tickets are now assigned automatically',
    isOff: 'Tickets wait until somebody takes them',
  },
} as const;

export const t = wordsOf(en);
