import { Hono } from 'hono';
import * as v from 'valibot';
import { clientAddress } from '../http/address.ts';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { bearerOf } from '../auth/credential.ts';
import { blocked, notFound } from '../errors.ts';
import { limitMessages } from '../http/limits.ts';
import { meOf } from '../people/queries.ts';
import { findActor } from '../auth/policy.ts';
import { valid } from '../http/validate.ts';
import { editVisitor, noteSeen, requireVisitor, startVisitor } from './commands.ts';
import * as contract from './contract.ts';
import { identify, requireClaims } from './identify.ts';
import { createProofs } from './proof.ts';
import { findSiteByKey, type StoredSite } from '../sites/queries.ts';
import { siteConfigOf, type StoredVisitor } from './queries.ts';
import { inkOn, labelIn } from './launcher.ts';

/** The origin that loads a site's widget is recorded at most this often. */
const SEEN_EVERY_MS = 3_600_000;

const saidBy = ({ name, email, externalId }: StoredVisitor) => ({ name, email, known: externalId !== null });
const siteParam = v.object({ key: contract.siteKey });

export const widgetRoutes = ({
  guard: { guarded, open },
  authenticate,
  db,
  commit,
  config,
  limits,
  clock,
  log,
  teamNow,
  visits,
}: Deps) => {
  const seen = new Map<string, number>();
  const proofs = createProofs({ limits, clock });

  return new Hono<AppEnv>()
    .get(
      '/sites/:key',
      open({
        needs: 'anyone',
        limit: 'site',
        summary: 'Get the look of the widget on a site, and whether it is open',
        answers: contract.loaderConfig,
      }),
      valid('param', siteParam),
      async (c) => {
        const site = await findSiteByKey(db.reader, c.req.valid('param').key);
        if (!site) throw notFound();
        const origin = c.env.incoming.headers.origin;
        // The answer depends on the origin, so a shared cache must not reuse it for another site.
        c.header('Vary', 'Origin, Accept-Language');
        c.header('Cache-Control', 'public, max-age=60');
        if (origin && site.origins.includes(origin)) {
          c.header('Access-Control-Allow-Origin', origin);
          look(site, origin);
        }
        const siteConfig = await siteConfigOf(db.reader, site, { here: (await teamNow()).isHere, now: clock() });
        return c.json({
          ...siteConfig,
          ink: inkOn(site.look.brand),
          label: labelIn(c.req.query('locale') || c.req.header('accept-language')),
        });
      },
    )
    .post(
      '/visitors',
      open({
        needs: 'anyone',
        limit: 'start_visitor',
        summary: 'Start as a new visitor and get a token',
        answers: contract.startedVisitor,
        status: 201,
      }),
      valid('json', contract.startVisitor),
      async (c) => {
        const { site, name, email, proof, ...visit } = c.req.valid('json');
        const device = c.req.header('user-agent') ?? '';
        const address = clientAddress(c.env.incoming, config.proxyHops);
        await proofs.require(address, proof);
        const input = { site, name, email, device, address, visit };
        const { userId, token } = await commit((unit) => startVisitor(unit, input));
        return c.json({ token, me: await meOfVisitor(userId) }, 201);
      },
    )
    .post(
      '/identity',
      open({
        needs: 'anyone',
        limit: 'identify',
        summary: 'Identify a visitor by a token from the site’s server, and move their tickets',
        answers: contract.identified,
      }),
      valid('json', contract.identify),
      async (c) => {
        const { site, token, ...visit } = c.req.valid('json');
        const { authorization, 'user-agent': device = '' } = c.env.incoming.headers;
        await requireClaims(db.reader, { site, token, now: clock() });
        const bearer = bearerOf(authorization);
        const before = (bearer && (await authenticate(bearer))) || null;
        const address = clientAddress(c.env.incoming, config.proxyHops);
        const input = { site, token, visit, device, address };
        // Only a bearer token counts: a cookie does not identify the person at the widget.
        const bearing = before?.session.kind === 'visitor' ? before : null;
        const { userId, joined, ...known } = await commit((unit) => identify(unit, { ...input, before: bearing }));
        return c.json({ token: known.token ?? bearer ?? '', me: await meOfVisitor(userId), joined });
      },
    )
    .get(
      '/me',
      guarded({
        needs: 'signed-in',
        only: 'customer',
        limit: 'read',
        summary: 'Get your name and email as a visitor',
        answers: contract.saidOfSelf,
      }),
      async (c) => c.json(saidBy(await requireVisitor(db.reader, c.var.actor))),
    )
    .patch(
      '/me',
      guarded({
        ...editVisitor.access,
        limit: 'change',
        summary: 'Change your name or email as a visitor',
        answers: contract.saidOfSelf,
      }),
      valid('json', contract.editVisitor),
      limitMessages(limits),
      async (c) => {
        const { actor } = c.var;
        const visitor = await commit((unit) => editVisitor(unit, actor, c.req.valid('json')));
        return c.json(saidBy(visitor));
      },
    )
    .put(
      '/visit',
      guarded({
        needs: 'signed-in',
        only: 'customer',
        limit: 'visit',
        summary: 'Report the page that you are on',
        answers: null,
      }),
      valid('json', contract.visitInput),
      async (c) => {
        await requireVisitor(db.reader, c.var.actor);
        visits.visit(c.var.actor.id, c.req.valid('json'));
        return c.body(null, 204);
      },
    );

  async function meOfVisitor(userId: string) {
    const actor = await findActor(db.reader, userId);
    if (!actor) throw blocked();
    return meOf(db.reader, actor);
  }

  /** Not awaited: the page's answer must not depend on this write, which fails on a full disk. */
  function look({ id: siteId }: StoredSite, origin: string) {
    const key = `${siteId} ${origin}`;
    if (clock() - (seen.get(key) ?? -SEEN_EVERY_MS) < SEEN_EVERY_MS) return;
    seen.set(key, clock());
    commit((unit) => noteSeen(unit, { siteId, origin })).catch((error: unknown) => {
      seen.delete(key);
      log.error({ err: error }, 'recording the origin of a site failed');
    });
  }
};
