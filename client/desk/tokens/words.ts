import type { Rights } from '../../../server/people/contract.ts';
import { ACTIONS, AREAS } from '../roles/rights-names.ts';
import { perZone } from '../../shared/zone.ts';
import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Access tokens',
  intro: 'What programs may do here. A program sends its token with each request, in the header Authorization.',
  api: 'Every call with an example to copy',
  which: 'Which programs have a token?',
  none: 'No program has a token yet.',
  failed: 'The tokens could not be loaded.',
  again: 'Try again',
  heads: { name: 'Name', may: 'May', used: 'Last used', ends: 'Ends' },
  machine: 'a machine',
  machineBy: 'a machine, by {{ name }}',
  yours: 'yours',
  notYet: 'not yet',
  ended: 'ended {{ time }}',
  old: 'old one until {{ time }}',
  acts: {
    rotate: 'Rotate',
    end: 'End',
    endOld: 'End the old one',
    of: '{{ act }}: {{ name }}',
  },
  made: {
    title: '{{ name }}: copy the token now',
    once: 'It is shown this once; only its hash is kept here. If it is lost, rotate it.',
    overlap: 'The token before it works for 24 hours more, or until you end it.',
    label: 'Token',
    done: 'Done',
  },
  sure: {
    title: 'End {{ name }}?',
    text: 'Its program is refused from this moment on. This cannot be undone.',
    go: 'End the token',
    done: '{{ name }} has ended',
    oldDone: 'The old token of {{ name }} has ended',
  },
  create: {
    open: 'Create a token',
    title: 'New token: what may it do?',
    note: 'A token never has more than the role it stands on. What the role lacks cannot be ticked.',
    name: 'Name',
    hint: 'Such as the program that uses it.',
    ends: 'Ends',
    days: 'in {{ n }} days',
    year: 'in a year, the most there is',
    as: 'Acts as',
    me: 'me, {{ name }}',
    machine: 'a machine of its own, with the role',
    role: 'Role of the machine',
    area: 'Area',
    cell: '{{ area }}: {{ action }}',
    nothing: 'Tick at least one thing.',
    words: 'In words: may {{ what }}.',
    go: 'Create the token',
  },
  heading: { view: 'See', create: 'Add', update: 'Change', delete: 'Delete' },
  verb: { view: 'see', create: 'add', update: 'change', delete: 'delete' },
  areas: {
    tickets: 'tickets',
    others_tickets: 'tickets of colleagues',
    messages: 'messages',
    notes: 'internal notes',
    saved_replies: 'saved replies',
    people: 'people',
    roles: 'roles',
    teams: 'teams',
    settings: 'settings',
    audit: 'the audit log',
  },
} as const;

export const t = wordsOf(en);

const dates = perZone(
  ({ locale, timeZone }) =>
    new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
);
/** With the year: a token lasts up to one. */
export const dateWords = (at: number) => dates().format(at);

/** `see and add tickets; see people`. */
export function scopeWords(scopes: Rights): string {
  const lists = AREAS.flatMap((area) => {
    const verbs = ACTIONS.filter((action) => scopes[area]?.includes(action)).map((action) => t(`verb.${action}`));
    const last = verbs.pop();
    return last ? [`${verbs.length > 0 ? `${verbs.join(', ')} and ${last}` : last} ${t(`areas.${area}`)}`] : [];
  });
  return lists.join('; ');
}
