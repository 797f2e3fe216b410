import { type Context, Hono } from 'hono';
import { AppError } from '../errors.ts';
import { credentialOf } from '../auth/credential.ts';
import { createSignIn } from '../auth/sign-in.ts';
import { askSecondStep } from '../auth/second-proof.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { me } from '../people/contract.ts';
import { readSignIn } from '../sign-in/queries.ts';
import { arrive } from './arrive.ts';
import { browserOf } from './browser.ts';
import type { Told } from './client.ts';
import { createConfirm, pendingOf, startConnection } from './confirm.ts';
import {
  type Arrival,
  confirmConnection,
  lookAtPending,
  pendingConnection,
  startQuery,
  type StoredProvider,
  ways,
} from './contract.ts';
import { keepReport, takeFlow } from './flows.ts';
import { callbackUrl, createGoing } from './going.ts';
import { connect } from './identities.ts';
import { OidcProblem, problemOf } from './problem.ts';
import { openProvider, readProvider } from './queries.ts';
import { failedReport, reportFor } from './report.ts';
import { refreshPurpose, registrationOf } from './sealed.ts';
import { isWayOpen } from './way-open.ts';

/** The page of the desk that says what happened, or asks what is still asked. Secrets follow the #, which no server is told. */
const PAGE = '/desk/provider';
const page = (about: Record<string, string | number>) =>
  `${PAGE}#${new URLSearchParams(Object.entries(about).map(([name, value]) => [name, String(value)])).toString()}`;

/** Only pages of the desk: whoever sends a link here must not choose where it ends. */
const pageOfDesk = (to: string | undefined) => (to !== undefined && /^\/desk(?:\/[\w-]+)*$/u.test(to) ? to : '/desk');

type Flow = NonNullable<Awaited<ReturnType<typeof takeFlow>>>;

/** At `/api/auth`. */
export const oidcRoutes = (deps: Deps) => {
  const { open, spends } = deps.guard;
  const { db, commit, secrets, config, oidc, log, clock, authenticate } = deps;
  const signIn = createSignIn(deps);
  const go = createGoing(deps);
  const confirm = createConfirm(deps);

  /** Every refusal leads to a page with plain words and a way back. */
  function refusedBy(error: unknown) {
    const known = problemOf(error);
    log.info({ problem: known.problem, err: known }, 'a sign-in at the OpenID provider was refused');
    return page({ problem: known.problem, ...(known.minutes !== null && { minutes: known.minutes }) });
  }

  /** Who tests or connects is still the one who is signed in: another person may sit there by now. */
  async function requireStillHere<E extends AppEnv>(c: Context<E>, userId: string) {
    const { cookie } = c.env.incoming.headers;
    const { cookiesCount } = c.var;
    const secret = credentialOf({ bearer: undefined, cookie, cookiesCount, secure: config.secure });
    if ((await authenticate(secret))?.actor.id === userId) return;
    throw new OidcProblem('state_lost', 'Somebody else is signed in by now, or nobody.');
  }

  async function toldBy(provider: StoredProvider, flow: Flow, query: string): Promise<Told> {
    const { nonce, verifier } = flow;
    const state = new URLSearchParams(query).get('state') ?? '';
    const went = { redirectUri: callbackUrl(config), state, nonce, verifier };
    return oidc.exchange(registrationOf(provider, secrets), went, query);
  }

  /** Where the browser goes on to. */
  async function arrived<E extends AppEnv>(c: Context<E>, flow: Flow, query: string): Promise<string> {
    const provider = await readProvider(db.reader);
    if (provider?.issuer !== flow.issuer) throw new OidcProblem('state_lost', 'The provider was changed meanwhile.');
    if (flow.userId !== null) await requireStillHere(c, flow.userId);
    if (flow.purpose === 'test') return tested(flow, provider, query);
    if (!provider.isOn) throw new OidcProblem('off', 'The provider is off.');
    const told = await toldBy(provider, flow, query);
    if (flow.purpose === 'connect') return connected(flow, told);
    const { issuer, subject, sid, refreshToken } = told;
    const refresh = refreshToken === null ? null : secrets.seal(refreshToken, refreshPurpose(told));
    const arrival: Arrival = { issuer, subject, sid, refresh };
    const found = await commit((unit) => arrive(unit, provider, told));
    switch (found.is) {
      case 'refused':
        throw new OidcProblem(found.problem, 'Nobody here follows from this.');
      case 'confirm': {
        const pending = await commit((unit) =>
          startConnection(unit, { browser: browserOf(c, config), userId: found.userId, role: found.role, arrival }),
        );
        return page({ confirm: pending });
      }
      case 'known':
        return enter(c, { userId: found.userId, arrival, goesTo: flow.goesTo });
    }
  }

  async function enter<E extends AppEnv>(
    c: Context<E>,
    { userId, arrival, goesTo }: { userId: string; arrival: Arrival; goesTo: string },
  ) {
    try {
      await askSecondStep({ db, commit }, userId, arrival);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'second_step') throw error;
      const { pending, ways: asked } = error.extra.details ?? {};
      const mustEnrol = Array.isArray(asked) && asked.includes('enrol');
      return page({ second: String(pending), ...(mustEnrol && { enrol: 1 }) });
    }
    await signIn(c, userId, { arrival, stillTrue: (at) => isWayOpen(at, { userId, arrival }) });
    return goesTo;
  }

  /** By somebody who is signed in: the address at the provider does not matter. */
  async function connected({ userId, goesTo }: Flow, told: Told) {
    if (userId === null) throw new OidcProblem('state_lost', 'Nobody asked for this.');
    const problem = await commit((unit) => connect(unit, { userId, issuer: told.issuer, subject: told.subject }));
    if (problem) throw new OidcProblem(problem, 'The account and the identity do not fit.');
    return goesTo;
  }

  async function tested({ userId, goesTo, ...flow }: Flow, provider: StoredProvider, query: string) {
    if (userId === null) throw new OidcProblem('state_lost', 'Nobody asked for this.');
    const report = await toldBy(provider, { ...flow, userId, goesTo }, query).then(
      (told) => reportFor({ db: db.reader, oidc, secrets, now: clock() }, provider, told),
      (error: unknown) => failedReport(problemOf(error), clock()),
    );
    const id = await commit((unit) => keepReport(unit, { userId, report }));
    return `${goesTo}#test=${id}`;
  }

  return new Hono<AppEnv>()
    .get(
      '/ways',
      open({ needs: 'anyone', limit: 'read', summary: 'See how the team signs in', answers: ways }),
      async (c) => {
        const provider = await openProvider(db.reader);
        const { passwords } = await readSignIn(db.reader);
        return c.json({ passwords, provider: provider && { label: provider.label } });
      },
    )
    .get(
      '/oidc',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Go to the OpenID provider of the team, to sign in there; for browsers',
        answers: 'redirect',
      }),
      valid('query', startQuery),
      spends('oidc'),
      async (c) => {
        try {
          const provider = await openProvider(db.reader);
          if (!provider) throw new OidcProblem('off', 'No provider is on.');
          const goesTo = pageOfDesk(c.req.valid('query').to);
          return c.redirect(await go(c, { provider, purpose: 'sign_in', userId: null, goesTo }));
        } catch (error) {
          if (error instanceof AppError) throw error;
          return c.redirect(refusedBy(error));
        }
      },
    )
    .get(
      '/oidc/callback',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Where the OpenID provider sends the browser back to',
        answers: 'redirect',
      }),
      async (c) => {
        try {
          const { search, searchParams } = new URL(c.req.url);
          const state = searchParams.get('state') ?? '';
          const browser = browserOf(c, config);
          const flow = await commit((unit) => takeFlow(unit, secrets, { state, browser }));
          if (!flow) throw new OidcProblem('state_lost', 'This browser was not sent away with this state.');
          return c.redirect(await arrived(c, flow, search));
        } catch (error) {
          if (error instanceof AppError && error.code !== 'wrong_sign_in') throw error;
          return c.redirect(refusedBy(error));
        }
      },
    )
    .post(
      '/oidc/pending',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'See whose account is to be connected to the OpenID provider',
        answers: pendingConnection,
      }),
      valid('json', lookAtPending),
      async (c) =>
        c.json(await pendingOf(db.reader, { ...c.req.valid('json'), browser: browserOf(c, config), now: clock() })),
    )
    .post(
      '/oidc/confirm',
      open({
        needs: 'anyone',
        limit: 'read',
        summary: 'Confirm that the account is yours: it is connected to the OpenID provider, and you are signed in',
        answers: me,
      }),
      valid('json', confirmConnection),
      async (c) => {
        const { userId, arrival } = await confirm(c.req.valid('json'), browserOf(c, config));
        return c.json(await signIn(c, userId, { arrival, stillTrue: (at) => isWayOpen(at, { userId, arrival }) }));
      },
    );
};
