/** What a test of the sign-in found: the claims, and the role that would follow. It changes nothing. */
import type { Db } from '../../db/database.ts';
import { findActor } from '../auth/policy.ts';
import { roleNamed } from '../people/roles.ts';
import type { Secrets } from '../secrets/sealing.ts';
import { isManaged, type Who, whoIs } from './arrive.ts';
import { endingOf, type OidcClient, type Told } from './client.ts';
import type { StoredProvider, TestReport } from './contract.ts';
import type { OidcProblem } from './problem.ts';
import { groupsIn, roleOf, rolesOfGroups } from './role-of.ts';
import { registrationOf } from './sealed.ts';

const SHOWN_CHARACTERS = 300;
const CLAIMS_MOST = 40;
/** Of the protocol, and not of the person. */
const TECHNICAL = new Set([
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'exp',
  'iat',
  'nbf',
  'jti',
  'azp',
  'auth_time',
  'aud',
  'sid',
]);

const NOTHING = {
  ...{ problem: null, minutes: null, speaksPkce: false, signedWith: null, aheadSeconds: null, ending: null },
  ...{ claims: [], groups: [], person: null, role: null },
};

export const failedReport = ({ problem, minutes }: OidcProblem, at: number): TestReport => ({
  ...NOTHING,
  ...{ at, problem, minutes },
});

interface From {
  db: Db;
  oidc: OidcClient;
  secrets: Secrets;
  now: number;
}

export async function reportFor(
  { db, oidc, secrets, now: at }: From,
  provider: StoredProvider,
  told: Told,
): Promise<TestReport> {
  const found = await oidc.find(registrationOf(provider, secrets));
  const who = await whoIs({ tx: db, now: at }, told);
  const wanted = await roleOf(db, provider, told.claims);
  const { role, problem } = await outcome(db, provider, { who, wanted });
  return {
    ...NOTHING,
    ...{ at, problem, speaksPkce: found.speaksPkce, signedWith: told.signedWith, aheadSeconds: told.aheadSeconds },
    ending: endingOf(found, told.hasRefreshToken),
    claims: shownClaims(told.claims),
    groups: await rolesOfGroups(db, provider, groupsIn(told.claims, provider.groupClaim)),
    person: await personOf(db, who, told),
    role: role === null ? null : await roleNamed(db, role).then(({ code, name }) => ({ code, name })),
  };
}

interface Found {
  who: Who;
  wanted: string | null;
}

/** As `arrive` decides, without the writes. */
async function outcome(db: Db, provider: StoredProvider, { who, wanted }: Found) {
  if (who.is === 'refused') return { role: null, problem: who.problem };
  if (who.is === 'new') {
    if (!provider.createsAccounts) return { role: null, problem: 'no_account' as const };
    return { role: wanted, problem: wanted === null ? ('no_role' as const) : null };
  }
  const actor = who.is === 'connected' ? who.actor : await findActor(db, who.userId);
  if (!actor) return { role: null, problem: 'deactivated' as const };
  if (!(await isManaged(db, provider, actor))) return { role: actor.role, problem: null };
  return { role: wanted, problem: wanted === null ? ('no_role' as const) : null };
}

async function personOf(db: Db, who: Who, { claims }: Told): Promise<TestReport['person']> {
  switch (who.is) {
    case 'connected':
      return { name: who.actor.name, is: 'connected' };
    case 'confirm':
      return { name: (await findActor(db, who.userId))?.name ?? '', is: 'same_address' };
    case 'new':
      return {
        name: typeof claims['name'] === 'string' ? claims['name'].slice(0, SHOWN_CHARACTERS) : who.email,
        is: 'new',
      };
    case 'refused':
      return null;
  }
}

/** What decides something, first. */
const FIRST = ['iss', 'sub', 'email', 'email_verified', 'name'];

const shownClaims = (claims: Record<string, unknown>) =>
  [...new Set([...FIRST, ...Object.keys(claims)])]
    .filter((name) => Object.hasOwn(claims, name) && !TECHNICAL.has(name))
    .map((name) => [name, claims[name]] as const)
    .slice(0, CLAIMS_MOST)
    .map(([name, value]) => ({
      name: name.slice(0, 100),
      said: textOf(value).slice(0, SHOWN_CHARACTERS),
    }));

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? value.join(', ') : JSON.stringify(value);
}
