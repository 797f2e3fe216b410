import type { Problem } from '../../../server/oidc/contract.ts';
import { wordsOf } from '../../shared/words.ts';

const problem = {
  off: 'Sign-in through the provider is off here.',
  down: 'The sign-in provider does not answer. Try again in a few minutes; if it stays, tell an admin of your team.',
  clock:
    'The clocks of this server and of the provider differ by {{ minutes }} minutes, so nobody can tell whether the answer is fresh. An admin has to set the time of one of them.',
  denied: 'You are not signed in: it was refused or cancelled at the provider.',
  state_lost:
    'This sign-in began in another browser, was used already, or took more than ten minutes. Start it again here.',
  code_spent: 'The answer of the provider was used already, or came too late. Start again.',
  misconfigured: 'The provider does not accept this server. An admin has to check the client ID and the secret.',
  refused: 'The answer of the provider could not be accepted. Try again; if it stays, tell an admin of your team.',
  deactivated: 'Your account here is deactivated. An admin of your team can activate it.',
  mail_not_verified:
    'The provider has not confirmed your mail address. Confirm it there; or sign in here with your password, and connect yourself under Settings, Sign-in and security.',
  no_account: 'You have no account here. Ask an admin of your team to invite you.',
  invited: 'You are invited to the team. Open the link of your invitation first; after that you can sign in here.',
  no_role: 'None of your groups at the provider gives you a role here. Ask an admin of your team.',
  customer: 'This address belongs to a customer. Customers sign in at the portal, with their password.',
  no_way:
    'There is an account with your address, but nothing to confirm that it is yours: it has no password and no second step. Ask an admin of your team for a link for a new password.',
  taken: 'You are connected to another account here. Sign in to that one and disconnect it first.',
  other_identity:
    'This account is connected to somebody else at the provider. Sign in as them, or ask an admin of your team to disconnect it.',
} as const satisfies Record<Problem, string>;

const en = {
  title: 'Sign in',
  again: 'Try again',
  back: 'Back to sign-in',
  reloaded: 'This page does not know any more what it was about. Start again.',
  problem,
  confirm: {
    title: 'Is this your account?',
    intro: '{{ label }} says that you are {{ email }}. {{ name }} has an account here with this address.',
    password: 'Type its password once. From then on you sign in with {{ label }}.',
    code: 'Type a code of its second step once. From then on you sign in with {{ label }}.',
    codeLabel: 'Code of your app, or a recovery code',
    go: 'Connect and sign in',
  },
} as const;

export const t = wordsOf(en);
