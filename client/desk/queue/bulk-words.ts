import { wordsOf } from '../../shared/words.ts';

/** What an act on many tickets did. */
export const t = wordsOf({
  taken: 'You took {{ n }}.',
  assigned: 'Assigned {{ n }} to {{ name }}.',
  status: '{{ n }} are now {{ status }}.',
  priority: '{{ n }} now have priority {{ priority }}.',
  snoozed: 'Snoozed {{ n }}.',
  team: '{{ n }} now wait for the team {{ team }}.',
  noTeam: '{{ n }} now wait for no team.',
  add: 'Add “{{ name }}”',
  remove: 'Remove “{{ name }}”',
  tagged: '{{ n }} now have the tag “{{ name }}”.',
  untagged: '{{ n }} no longer have the tag “{{ name }}”.',
  refused: '{{ n }} were not changed: {{ problem }}',
  waits: '{{ n }} wait for the connection.',
} as const);
