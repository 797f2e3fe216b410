import { wordsOf } from '../../shared/words.ts';

const en = {
  mine: 'My teams',
  title: 'Teams',
  intro: 'Tickets can wait for a team. A person can be in any number of teams.',
  failed: 'The teams could not be loaded.',
  again: 'Try again',
  missing: 'This team no longer exists.',
  all: 'All teams',
  none: 'There is no team yet. Every ticket waits for everybody.',
  nobody: 'nobody yet',
  noneWaits: 'none waits',
  waiting: { one: '{{ n }} waits', other: '{{ n }} wait' },
  add: { open: 'Add a team', title: 'Add a team', name: 'Name', go: 'Add the team' },
  name: 'Name',
  people: {
    title: 'Members',
    intro: 'Automatic assignment gives the tickets of the team to a member who is available, here and under capacity.',
    none: 'Nobody is in this team yet.',
    load: '{{ n }} of {{ capacity }}',
    loadTitle: '{{ n }} active tickets of at most {{ capacity }}',
    gone: 'Deactivated',
    remove: 'Remove',
    removeOne: 'Remove {{ name }} from the team',
    add: 'Add somebody',
  },
  overflow: {
    title: 'While nobody of the team is here',
    label: 'Assign its tickets to anybody',
    hint: 'Once no member has had the desk open for 5 minutes. Otherwise they wait for the team. Anybody can take them by hand at any time.',
  },
  defaults: {
    title: 'What waits for the team',
    intro: 'New tickets of these categories, and conversations that begin on these sites.',
    categories: 'Categories',
    sites: 'Sites',
    none: 'There are no categories.',
    taken: '{{ name }}, now with {{ team }}',
  },
  remove: {
    title: 'Delete the team',
    intro: 'Its tickets stay. Choose where they wait.',
    to: 'Its tickets wait for',
    nobody: 'no team',
    type: 'Type “{{ name }}” to confirm',
    go: 'Delete the team',
    done: 'The team {{ name }} is deleted',
  },
  bar: {
    parts: {
      name: 'the name',
      memberIds: 'the members',
      overflow: 'who else gets its tickets',
      categories: 'the categories',
      siteIds: 'the sites',
      hours: 'the hours',
    },
    saved: 'Saved',
  },
} as const;

export const t = wordsOf(en);
