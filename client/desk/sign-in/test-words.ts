import type { Ending } from '../../../server/oidc/contract.ts';
import { wordsOf } from '../../shared/words.ts';

const ending = {
  told: 'tells of sign-outs, if the address above is registered there: sessions here end at once',
  asks: 'does not tell of sign-outs, but is asked: sessions here end within 15 minutes',
  never:
    'neither tells of sign-outs nor gives a refresh token: sessions here end only here. Allow offline_access for this client.',
} as const satisfies Record<Ending, string>;

const en = {
  title: 'Does it work?',
  intro: 'A test goes to the provider as a sign-in does, and signs in and changes nobody.',
  go: 'Test sign-in',
  at: 'Test at {{ time }}',
  comesIn: '{{ name }} would come in as {{ role }}.',
  wouldNot: 'This would be refused.',
  said: 'They would read: {{ words }}',
  nobody: 'Nobody was signed in or changed by the test.',
  gone: 'The result of a test is kept for ten minutes. Test again.',
  provider: 'Provider',
  pkce: 'found, and speaks PKCE',
  noPkce: 'found; it does not say whether it speaks PKCE',
  answer: 'Answer',
  signed: 'state, nonce and issuer match; signed with {{ alg }} by the key {{ kid }}',
  signedWithoutName: 'state, nonce and issuer match; signed with {{ alg }}',
  clock: 'Clock',
  ahead: 'the provider’s is {{ n }} s ahead of ours',
  behind: 'the provider’s is {{ n }} s behind ours',
  same: 'the same as ours',
  person: 'Person',
  is: {
    connected: 'known: connected to the account of {{ name }}',
    same_address: '{{ name }} has an account with this address, and would confirm it once',
    new: 'new here, as {{ name }}',
  },
  ends: 'Sign-out',
  ending,
  claim: 'Claim',
  itSaid: 'It said',
  follows: 'What follows',
  why: {
    sub: 'who it is, together with iss. An address never decides that',
    iss: 'who it is, together with sub',
    email: 'only shown',
    email_verified: 'with true, an account with this address could be connected, if its owner confirms',
    name: 'the name of a new account',
    nothing: 'nothing',
  },
  gives: '{{ group }} gives {{ role }}',
  givesNothing: '{{ group }} gives nothing',
} as const;

export const t = wordsOf(en);
