import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { invalidFields } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { addressProblem } from '../outbound/destination.ts';
import { removeProvider, saveProvider } from './commands.ts';
import {
  CALLBACK_PATH,
  LOGOUT_PATH,
  type ProviderSettings,
  providerSettings,
  putProvider,
  type StoredProvider,
  waysOfPeople,
} from './contract.ts';
import { OidcProblem } from './problem.ts';
import { readProvider } from './queries.ts';
import { registrationOf, SECRET_PURPOSE } from './sealed.ts';
import { waysOfTeam } from './team.ts';

/** At `/api/sign-in`. */
export const oidcSettingsRoutes = ({ guard: { guarded, recent }, db, commit, secrets, config, oidc }: Deps) => {
  const shown = (provider: StoredProvider | null): ProviderSettings => ({
    provider: provider && shownOf(provider),
    callbackUrl: `${config.publicUrl}${CALLBACK_PATH}`,
    logoutUrl: `${config.publicUrl}${LOGOUT_PATH}`,
  });

  /** The provider as it names itself. A wrong address is told now, and not to the first person who signs in. */
  async function found(input: { issuer: string; clientId: string }, clientSecret: string | null | undefined) {
    const issuer = input.issuer.replace(/\/\.well-known\/openid-configuration$/u, '');
    const problem = addressProblem(issuer, config.allow);
    if (problem) throw invalidFields({ issuer: problem });
    const before = await readProvider(db.reader);
    const secret = clientSecret === undefined && before ? registrationOf(before, secrets).secret : clientSecret;
    const answer = await oidc.find({ ...input, issuer, secret: secret ?? null }).catch((error: unknown) => {
      if (error instanceof OidcProblem) throw invalidFields({ issuer: wordsOf(error) });
      throw error;
    });
    return answer.issuer;
  }

  return new Hono<AppEnv>()
    .get(
      '/provider',
      guarded({
        needs: ['view', 'settings'],
        limit: 'read',
        summary: 'Get the OpenID provider of the team',
        answers: providerSettings,
      }),
      async (c) => c.json(shown(await readProvider(db.reader))),
    )
    .put(
      '/provider',
      guarded({
        ...saveProvider.access,
        limit: 'change',
        summary: 'Set up the OpenID provider of the team; it has to answer now',
        answers: providerSettings,
      }),
      valid('json', putProvider),
      recent,
      async (c) => {
        const { clientSecret, ...typed } = c.req.valid('json');
        const input = { ...typed, issuer: await found(typed, clientSecret) };
        const sealedSecret =
          typeof clientSecret === 'string' ? secrets.seal(clientSecret, SECRET_PURPOSE) : clientSecret;
        return c.json(shown(await commit((unit) => saveProvider(unit, c.var.actor, { input, sealedSecret }))));
      },
    )
    .delete(
      '/provider',
      guarded({
        ...removeProvider.access,
        limit: 'change',
        summary: 'Remove the OpenID provider of the team; who is connected stays connected, should it come back',
        answers: null,
      }),
      recent,
      async (c) => {
        await commit((unit) => removeProvider(unit, c.var.actor));
        return c.body(null, 204);
      },
    )
    .get(
      '/people',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'Count how the team signs in, and who has only a password',
        answers: waysOfPeople,
      }),
      async (c) => c.json(await waysOfTeam(db.reader)),
    );
};

const shownOf = ({ secret, ...provider }: StoredProvider) => ({ ...provider, hasSecret: secret !== null });

function wordsOf({ problem, message, cause }: OidcProblem): string {
  const named = namedIn(cause);
  if (named) return `The provider at this address calls itself ${named}. Write exactly that.`;
  switch (problem) {
    case 'down':
      return `The provider cannot be asked: ${message}`;
    default:
      return 'No OpenID provider answers at this address. Write the issuer, without /.well-known.';
  }
}

/** The issuer that was found, where it is another one. */
function namedIn(error: unknown): string | null {
  const details =
    error instanceof Error && error.cause instanceof Error
      ? error.cause.cause
      : error instanceof Error
        ? error.cause
        : null;
  const body = typeof details === 'object' && details !== null && 'body' in details ? details.body : null;
  const issuer = typeof body === 'object' && body !== null && 'issuer' in body ? body.issuer : null;
  return typeof issuer === 'string' && URL.canParse(issuer) ? issuer.slice(0, 200) : null;
}
