import type { State } from '../../shared/state/timeline.ts';
import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'People',
  staff: { one: '{{ n }} person is on the team', other: '{{ n }} people are on the team' },
  invited: { one: '{{ n }} more is invited', other: '{{ n }} more are invited' },
  invite: {
    open: 'Invite somebody',
    intro: 'They get a link, and choose their own name and password.',
    emails: 'Email',
    several: 'Several at once: put a comma between them.',
    go: 'Make the link',
    done: 'Done',
    made: { one: 'The link is ready', other: '{{ n }} links are ready' },
    give: 'Give the link to its person yourself. It works once, until {{ time }}. You will not see it again, but can make a new one.',
    link: 'Link for {{ email }}',
  },
  find: 'Find a person',
  everyRole: 'Every role',
  deactivated: { one: '{{ n }} deactivated', other: '{{ n }} deactivated' },
  name: 'Name',
  role: 'Role',
  load: 'Load',
  seen: 'Last seen',
  here: 'here',
  never: 'not yet',
  more: 'More for {{ name }}',
  of: '{{ n }} of {{ capacity }}',
  you: 'you',
  inactive: 'Deactivated',
  none: 'Nobody matches.',
  note: 'Load counts active tickets against each person’s limit. Nobody is given more.',
  failed: 'The list could not be loaded.',
  again: 'Try again',
  by: 'Invited by {{ name }}, {{ time }}',
  until: 'Link works until {{ time }}',
  expired: 'The link has expired',
  renew: 'New link',
  revoke: 'Revoke the invitation',
  revoked: 'The invitation of {{ email }} is revoked',
  profile: {
    open: 'Change profile',
    own: 'Your profile',
    title: 'Profile of {{ name }}',
    email: 'They sign in with this address. A change signs them out: tell them.',
    removePicture: 'Remove the picture',
    pictureRemoved: 'The picture is removed.',
    done: 'Changed {{ name }}',
  },
  change: {
    open: 'Change role or limit',
    title: 'Role and limit of {{ name }}',
    capacity: 'Active tickets at most',
    hint: 'Lowering the limit moves no ticket.',
    rolesNote: 'A change of the role signs them out.',
    done: 'Changed {{ name }}',
  },
  password: {
    open: 'New password link',
    title: 'Link for {{ name }}',
    give: 'With it {{ name }} sets a new password, once, until {{ time }}. That signs them out everywhere else. You will not see the link again.',
  },
  sessions: 'Where they are signed in',
  resetSecondStep: 'Reset the second step',
  connected: 'Connected to {{ label }} {{ time }}.',
  disconnect: 'Disconnect',
  disconnected: '{{ name }} is disconnected, and signed out where that began',
  secondStepReset: '{{ name }} has no second step now, and is signed out',
  rightsOf: 'Rights of their own',
  signOut: 'Sign out everywhere',
  signedOut: '{{ name }} is signed out everywhere',
  activate: 'Activate',
  activated: '{{ name }} can sign in again',
  deactivate: {
    open: 'Deactivate',
    title: 'Deactivate {{ name }}?',
    intro: 'They are signed out everywhere and cannot sign in. What they wrote stays.',
    tickets: {
      one: 'Their active ticket goes back to the queue.',
      other: 'Their {{ n }} active tickets go back to the queue.',
    },
    go: 'Deactivate {{ name }}',
    done: '{{ name }} is deactivated',
  },
  rights: {
    agent: 'Replies; changes their own and unassigned tickets.',
    supervisor: 'Replies; changes every ticket.',
    admin: 'Everything, including people and deletion.',
  },
} as const;

export const t = wordsOf(en);

/** The roles that come with the product; a sentence says what each may do. */
export const PREDEFINED = ['agent', 'supervisor', 'admin'] as const;

export const roleName = ({ lists }: Pick<State, 'lists'>, code: string) =>
  lists.roles.items.find((role) => role.code === code)?.name ?? code;
