import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Background work',
  intro: 'What the server does after an answer, and as time passes.',
  loadFailed: 'This could not be loaded.',
  again: 'Try again',
  uncountedProxy:
    'Requests come through a proxy, but PROXY_HOPS is 0: all people share the limits of one address, such as 30 registrations an hour. Set PROXY_HOPS to the number of your proxies, and restart the server. Without a proxy of yours, somebody made the header up: leave PROXY_HOPS at 0.',
  dead: {
    title: 'Failed for good',
    intro: 'These jobs were tried several times. Each waits until you run it again or discard it.',
    some: 'The {{ n }} newest of {{ all }} are shown. The others follow as these are run again or discarded.',
    tries: '{{ n }} attempts, the last one {{ ago }} ago',
    retry: 'Run again',
    retried: '{{ what }} runs again',
    discard: 'Discard',
    sure: 'Discard it? Its work is then never done.',
    discardNow: 'Discard it',
    keep: 'Keep it',
    discarded: '{{ what }} was discarded',
    noError: 'No error was noted.',
  },
  followers: {
    title: 'Followers',
    intro: 'Each takes every event once and in order, some time after it happened.',
    name: 'Follower',
    behind: 'Behind',
    upToDate: 'up to date',
    one: '1 event, {{ age }}',
    many: '{{ n }} events, {{ age }}',
  },
  jobs: {
    title: 'Jobs',
    intro: 'Work that follows from a change. A job goes when its work is done.',
    none: 'Nothing waits.',
    kind: 'Kind',
    waiting: 'Waiting',
    running: 'Running',
    failed: 'Failed',
  },
  timed: {
    title: 'Timed work',
    intro: 'What this server process does as time passes.',
    name: 'Task',
    every: 'Every',
    last: 'Last run',
    took: 'Took',
    notYet: 'not yet',
  },
} as const;

export const t = wordsOf(en);

const NAMES: Record<string, string> = {
  search: 'Search index',
  'files.remove': 'Remove a file',
  'customer.change': 'Change the customer of tickets',
  'person.erase_texts': 'Delete what a customer wrote',
};
/** What the server calls it, where there is no better name. */
export const nameOf = (code: string) => NAMES[code] ?? code;
