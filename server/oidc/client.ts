/**
 * What is said to the OpenID provider: the only file that calls the library. Every call goes through `safeFetch`, so a provider
 * inside the network has to be named by OUTBOUND_ALLOW. Errors are OidcProblems.
 */
import { createRemoteJWKSet, customFetch as joseFetch, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import * as v from 'valibot';
import { sha256 } from '../../db/ids.ts';
import type { AllowList } from '../outbound/allow-list.ts';
import { addressProblem } from '../outbound/destination.ts';
import { safeFetch } from '../outbound/safe-fetch.ts';
import type { Ending } from './contract.ts';
import { minutesOf, OidcProblem, problemOf } from './problem.ts';

/** Metadata and keys are asked for again after this. */
const KEPT_MS = 10 * 60_000;
const CALL_MS = 10_000;
/** Keys and claims of large organisations. */
const ANSWER_BYTES = 256 * 1024;
/** By how much the clocks may differ. */
const TOLERANCE_S = 60;
/** A logout token is sent when somebody signs out: an old one is a copy. */
const LOGOUT_LIFE_S = 5 * 60;
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Who we are at a provider. */
export interface Registration {
  issuer: string;
  clientId: string;
  secret: string | null;
}

export interface Went {
  redirectUri: string;
  state: string;
  nonce: string;
  verifier: string;
}

/** What the provider says of somebody, after every check. */
export interface Told {
  issuer: string;
  subject: string;
  sid: string | null;
  claims: Record<string, unknown>;
  /** Kept only where the provider tells of no sign-out. */
  refreshToken: string | null;
  hasRefreshToken: boolean;
  signedWith: { alg: string; kid: string | null };
  aheadSeconds: number;
}

export interface Found {
  issuer: string;
  speaksPkce: boolean;
  /** It tells of sign-outs. Otherwise it is asked, with a refresh token. */
  tells: boolean;
}

export interface SignedOut {
  issuer: string;
  subject: string | null;
  sid: string | null;
  jti: string;
}

export type OidcClient = ReturnType<typeof createOidcClient>;

export function createOidcClient({ allow, clock }: { allow: AllowList; clock: () => number }) {
  const kept = new Map<string, { known: Promise<Known>; until: number }>();

  const customFetch = async (address: string, options: oidc.CustomFetchOptions) => {
    const { method, headers, body, signal } = options;
    const answer = await safeFetch(address, {
      allow,
      headers,
      method: method === 'POST' ? 'POST' : 'GET',
      ...(body instanceof URLSearchParams || typeof body === 'string' ? { body: String(body) } : {}),
      ...(signal && { signal }),
      timeoutMs: CALL_MS,
      keptBytes: ANSWER_BYTES,
    });
    const isEmpty = answer.status === 204 || answer.status === 304;
    return new Response(isEmpty ? null : new Uint8Array(answer.body), {
      // A status below 200 is no answer; undici refuses to build one.
      status: Math.max(200, answer.status),
      headers: READ.flatMap((name): [string, string][] => {
        const value = answer.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    });
  };

  /** The library knows the system's clock only. */
  const aheadSeconds = () => Math.round((clock() - Date.now()) / 1000);

  async function discover({ issuer, clientId, secret }: Registration): Promise<Known> {
    const url = new URL(issuer);
    const configuration = await oidc
      .discovery(
        url,
        clientId,
        { [oidc.clockSkew]: aheadSeconds(), [oidc.clockTolerance]: TOLERANCE_S },
        // Replaced by what the provider takes, as soon as that is known.
        (as, client, body, headers) => authenticationOf(as, secret)(as, client, body, headers),
        {
          [oidc.customFetch]: customFetch,
          timeout: CALL_MS / 1000,
          execute: [
            // The signature of an ID token is checked, also where TLS vouches for who sent it.
            oidc.enableNonRepudiationChecks,
            // Only what OUTBOUND_ALLOW names is called without TLS: `safeFetch` refuses the rest.
            ...(url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        throw problemOf(error);
      });
    const metadata = configuration.serverMetadata();
    const { jwks_uri: keysAt, authorization_endpoint: signInAt, token_endpoint: tokensAt } = metadata;
    if (!keysAt || !signInAt || !tokensAt)
      throw new OidcProblem('refused', 'The provider does not offer the authorization code flow.');
    // Browsers are sent there, so it must be a page and not a script.
    const problem = addressProblem(signInAt, allow);
    if (problem) throw new OidcProblem('refused', `The provider’s sign-in page: ${problem}`);
    const keys = createRemoteJWKSet(new URL(keysAt), {
      timeoutDuration: CALL_MS,
      [joseFetch]: (at, { headers }) =>
        customFetch(at, { method: 'GET', headers: Object.fromEntries(headers), body: undefined, redirect: 'manual' }),
    });
    return { configuration, keys };
  }

  function know(registration: Registration): Promise<Known> {
    const { issuer, clientId, secret } = registration;
    const key = sha256(JSON.stringify([issuer, clientId, secret, aheadSeconds()]));
    const now = clock();
    const before = kept.get(key);
    if (before && before.until > now) return before.known;
    for (const [name, { until }] of kept) if (until <= now) kept.delete(name);
    const known = discover(registration);
    kept.set(key, { known, until: now + KEPT_MS });
    // A provider that was down is asked again.
    known.catch(() => kept.delete(key));
    return known;
  }

  return {
    /** Asks anew. */
    async find(registration: Registration): Promise<Found> {
      return foundIn((await discover(registration)).configuration);
    },

    /** Where a browser goes to sign in. */
    async addressFor(registration: Registration, scopes: string[], went: Went): Promise<{ url: string } & Found> {
      const { configuration } = await know(registration);
      const found = foundIn(configuration);
      const all = new Set(['openid', ...scopes, ...(found.tells ? [] : ['offline_access'])]);
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: went.redirectUri,
        scope: [...all].join(' '),
        state: went.state,
        nonce: went.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(went.verifier),
        code_challenge_method: 'S256',
        // OpenID Connect gives no refresh token without it.
        ...(all.has('offline_access') && { prompt: 'consent' }),
      });
      return { url: url.href, ...found };
    },

    /** Exchanges the code of the address that the browser came back to. Checks state, issuer, nonce, signature and times. */
    async exchange(
      registration: Registration,
      { redirectUri, state, nonce, verifier }: Went,
      query: string,
    ): Promise<Told> {
      const { configuration } = await know(registration);
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${redirectUri}${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new OidcProblem('refused', 'The provider gave no ID token.');
        const now = Math.floor(clock() / 1000);
        if (claims.iat > now + TOLERANCE_S)
          throw new OidcProblem('clock', 'The clocks differ.', { minutes: minutesOf({ issued: claims.iat, now }) });
        if (claims.sub.length > 255)
          throw new OidcProblem('refused', 'The provider’s name for this person is too long.');
        const more = configuration.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
        const { alg = '', kid } = decodeProtectedHeader(tokens.id_token ?? '');
        return {
          issuer: claims.iss,
          subject: claims.sub,
          sid: typeof claims['sid'] === 'string' ? claims['sid'].slice(0, 255) : null,
          claims: { ...more, ...claims },
          refreshToken: foundIn(configuration).tells ? null : (tokens.refresh_token ?? null),
          hasRefreshToken: tokens.refresh_token !== undefined,
          signedWith: { alg, kid: kid ?? null },
          aheadSeconds: claims.iat - now,
        };
      } catch (error) {
        throw problemOf(error);
      }
    },

    /** Asks whether somebody is still signed in. Returns the next refresh token; the problem `code_spent` says that they are not. */
    async refresh(registration: Registration, { subject, refreshToken }: { subject: string; refreshToken: string }) {
      const { configuration } = await know(registration);
      try {
        const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
        const claims = tokens.claims();
        if (claims && claims.sub !== subject) throw new OidcProblem('code_spent', 'This is somebody else now.');
        return tokens.refresh_token ?? refreshToken;
      } catch (error) {
        throw problemOf(error);
      }
    },

    /** Checks a logout token by OpenID Connect Back-Channel Logout 1.0. Null if it is not a valid one. */
    async signedOutBy(registration: Registration, token: string): Promise<SignedOut | null> {
      const { configuration, keys } = await know(registration);
      const checked = await jwtVerify(token, keys, {
        issuer: configuration.serverMetadata().issuer,
        audience: registration.clientId,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE_S,
        currentDate: new Date(clock()),
        maxTokenAge: LOGOUT_LIFE_S,
        requiredClaims: ['iat', 'jti', 'events'],
      }).catch(() => null);
      const isOfItsKind = checked && /^(?:jwt|logout\+jwt)$/iu.test(checked.protectedHeader.typ ?? 'jwt');
      const claims = isOfItsKind ? v.safeParse(logoutClaims, checked.payload) : null;
      if (!claims?.success) return null;
      const { iss, sub = null, sid = null, jti } = claims.output;
      return sub === null && sid === null ? null : { issuer: iss, subject: sub, sid, jti };
    },
  };
}

interface Known {
  configuration: oidc.Configuration;
  keys: ReturnType<typeof createRemoteJWKSet>;
}

const short = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const logoutClaims = v.object({
  iss: v.string(),
  jti: short,
  sub: v.optional(short),
  sid: v.optional(short),
  events: v.object({ [LOGOUT_EVENT]: v.record(v.string(), v.unknown()) }),
  // An ID token has one, and must not pass as a logout token.
  nonce: v.optional(v.never()),
});

/** All that the library reads of an answer beside its body. */
const READ = ['content-type', 'www-authenticate'];

function foundIn(configuration: oidc.Configuration): Found {
  const metadata = configuration.serverMetadata();
  return {
    issuer: metadata.issuer,
    speaksPkce: metadata.supportsPKCE(),
    tells: metadata['backchannel_logout_supported'] === true,
  };
}

export const endingOf = ({ tells }: Found, hasRefreshToken: boolean): Ending =>
  tells ? 'told' : hasRefreshToken ? 'asks' : 'never';

/** By the header, unless the provider takes the secret in the body only. */
function authenticationOf(
  { token_endpoint_auth_methods_supported: taken }: oidc.ServerMetadata,
  secret: string | null,
) {
  if (secret === null) return oidc.None();
  const byHeader = !taken || taken.includes('client_secret_basic');
  return byHeader ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret);
}
