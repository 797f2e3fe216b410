import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Which provider?',
  intro:
    'For the team, through OpenID Connect: Keycloak, Authentik, Entra, Google and others. For SAML or LDAP put one of them in front. Customers are not concerned.',
  issuer: 'Provider’s address (issuer)',
  issuerHint: 'As the provider names itself, without /.well-known. It is asked when you save.',
  label: 'Name on the button',
  clientId: 'Client ID',
  secret: 'Client secret',
  secretKept: 'Stored. Type it again only to change it.',
  noSecret: 'The provider gave no secret: a public client',
  scopes: 'Scopes, with a space between them',
  callback: 'Give your provider this address to send people back to',
  logout: 'And this one for back-channel logout, if it has that',
  isOn: 'The button stands on the sign-in page of the team',
  creates:
    'Who has no account here gets one at the first sign-in, if a role follows and the provider has confirmed the address',
  groups: {
    title: 'Which role follows from a group?',
    intro:
      'The first line that fits counts, at each sign-in. Without lines everybody keeps the role that they have here. Who has a higher role than the highest one keeps it too, and so does the last person who manages people.',
    claim: 'Claim that holds the groups',
    ceiling: 'Highest role that a group can give',
    who: 'Group {{ n }}',
    is: 'who is in',
    becomes: 'becomes',
    role: 'Role of group {{ n }}',
    others: 'everybody else',
    othersRole: 'Role of everybody else',
    out: 'cannot come in',
    add: 'Add a line',
    remove: 'Remove',
    removeOf: 'Remove group {{ n }}',
  },
  save: 'Save',
  saved: 'The provider is saved',
  remove: 'Remove the provider',
  removeSure: 'Nobody can sign in with {{ label }} any more. Who is connected stays connected, should it come back.',
  removed: 'The provider is removed',
  keep: 'Keep it',
} as const;

export const t = wordsOf(en);
