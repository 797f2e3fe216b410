import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { expect } from 'vitest';
import { importJWK, SignJWT } from 'jose';
import { CALLBACK_PATH, LOGOUT_PATH, type PutProvider } from '../../server/oidc/contract.ts';
import type { Desk } from './desk.ts';
import { type Answer, Person } from './person.ts';

export const CLIENT = { id: 'answerback', secret: 'a secret of the client that nobody else has' };

/** What the provider knows of somebody, beside their subject. */
export interface Account {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

export interface IdentityProvider {
  issuer: string;
  /** By their subjects. Who is deleted here is nobody any more. */
  accounts: Map<string, Account>;
  /** Who sits at the browser that comes. */
  who: string;
  /** The person says no, or the provider does. */
  denies: boolean;
  /** A logout token, signed by the provider's key. */
  logoutToken(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
}

interface Options {
  desk: Pick<Desk, 'url'>;
  /** Whether it has back-channel logout. */
  tells?: boolean;
}

/** A real OpenID provider on this machine, whose people need not type anything. */
export async function startIdentityProvider({ desk, tells = true }: Options): Promise<IdentityProvider> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'k-2026-08', alg: 'ES256', use: 'sig' };
  const accounts = new Map<string, Account>();
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${desk.url}${CALLBACK_PATH}`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        ...(tells && {
          backchannel_logout_uri: `${desk.url}${LOGOUT_PATH}`,
          backchannel_logout_session_required: true,
        }),
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    // Its own refuses addresses of this machine.
    fetch: (address: string, { dispatcher: _own, ...how }: RequestInit & { dispatcher?: unknown }) =>
      fetch(address, how),
    features: {
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: { body: unknown }, form: string) => {
          context.body = form;
        },
      },
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: tells },
    },
    interactions: { url: () => '/interaction' },
    findAccount: (_context: unknown, id: string) => {
      const account = accounts.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    renderError: (context: { body: unknown }, out: unknown) => {
      context.body = out;
    },
  });
  const pass = provider.callback();
  const signed = await importJWK(key, 'ES256');

  const self: IdentityProvider = {
    issuer,
    accounts,
    who: '',
    denies: false,
    logoutToken: (claims, header = {}) =>
      new SignJWT({
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        jti: randomUUID(),
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'logout+jwt', ...header })
        .sign(signed),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  /** Whoever comes is signed in and agrees. */
  async function serve(request: IncomingMessage, response: ServerResponse) {
    if (!request.url?.startsWith('/interaction')) return pass(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: self.who, clientId: String(params['client_id']) });
    grant.addOIDCScope(String(params['scope']));
    const result = self.denies
      ? { error: 'access_denied' }
      : { login: { accountId: self.who }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  return self;
}

/** A browser that goes from site to site, with the cookies of each. */
export class Traveller extends Person {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Follows redirects until a page of the desk, or until `stops` says so. Returns the last address. */
  async goes(address: string, stops: (url: URL) => boolean = () => false): Promise<URL> {
    let url = new URL(address, this.url);
    for (let hops = 0; hops < 12; hops += 1) {
      if (stops(url) || (url.origin === this.url && url.pathname.startsWith('/desk'))) return url;
      const response = await this.#asks(url);
      const location = response.headers.get('location');
      if (!location) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url);
    }
    throw new Error(`This leads nowhere: ${url.href}`);
  }

  /** Signs in at the provider, from the button on. */
  signsInThere = (): Promise<URL> => this.goes('/api/auth/oidc');

  /** The page of another site. */
  async looksAt(address: string): Promise<string> {
    return (await this.#asks(new URL(address))).text();
  }

  /** Its form. */
  async submits(address: string, fields: Record<string, string>): Promise<void> {
    await this.#asks(new URL(address), { method: 'POST', body: new URLSearchParams(fields) });
  }

  override get headers(): Record<string, string> {
    return { cookie: this.#cookiesOf(new URL(this.url)) };
  }

  override async send<T = unknown>(...call: Parameters<Person['send']>): Promise<Answer<T>> {
    const before = this.cookie;
    const answer = await super.send<T>(...call);
    this.cookie = before;
    this.#keep(new URL(this.url), answer.headers.getSetCookie());
    return answer;
  }

  async #asks(url: URL, how: RequestInit = {}) {
    const response = await fetch(url, { ...how, redirect: 'manual', headers: { cookie: this.#cookiesOf(url) } });
    this.#keep(url, response.headers.getSetCookie());
    return response;
  }

  #jarOf(url: URL) {
    const jar = this.#jars.get(url.host) ?? new Map<string, string>();
    this.#jars.set(url.host, jar);
    return jar;
  }

  #cookiesOf(url: URL) {
    const own = url.origin === this.url && this.cookie ? [this.cookie] : [];
    return [...own, ...[...this.#jarOf(url)].map(([name, value]) => `${name}=${value}`)].join('; ');
  }

  #keep(url: URL, set: string[]) {
    for (const [name = '', value = ''] of set.map((line) => (line.split(';')[0] ?? '').split(/=(.*)/u))) {
      if (url.origin === this.url && name === 'sid') this.cookie = `${name}=${value}`;
      else this.#jarOf(url).set(name, value);
    }
  }
}

/** What the page after the sign-in is told. */
export const saidAt = (url: URL) => Object.fromEntries(new URLSearchParams(url.hash.slice(1)));

/** As an admin sets it up. */
export async function setUpProvider(
  zoe: Person,
  { issuer }: Pick<IdentityProvider, 'issuer'>,
  more: Partial<PutProvider> = {},
) {
  const answer = await zoe.put('/api/sign-in/provider', {
    ...{ isOn: true, issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, label: 'Orla ID', ceiling: 'admin' },
    ...more,
  });
  expect(answer.status).toBe(200);
}
