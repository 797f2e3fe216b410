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

/** Where a site is loaded from is written down once in so long. */
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
  teamIsOnline,
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
        summary: 'How the widget looks on a site, and whether somebody answers there',
        answers: contract.loaderConfig,
      }),
      valid('param', siteParam),
      async (c) => {
        const site = await findSiteByKey(db.reader, c.req.valid('param').key);
        if (!site) throw notFound();
        const origin = c.env.incoming.headers.origin;
        // Whom it is said to is part of it, so that no cache between gives one site's answer to another.
        c.header('Vary', 'Origin, Accept-Language');
        c.header('Cache-Control', 'public, max-age=60');
        if (origin && site.origins.includes(origin)) {
          c.header('Access-Control-Allow-Origin', origin);
          look(site, origin);
        }
        const siteConfig = siteConfigOf(site, { here: await teamIsOnline(), now: clock() });
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
        summary: 'Begin as a visitor of the widget, with a token of one’s own',
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
        summary: 'Be who the server of the site says, with what you wrote before',
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
        // Of a bearer alone: a cookie that came along says nothing of who sits there.
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
        summary: 'What you said of yourself in the widget',
        answers: contract.saidOfSelf,
      }),
      async (c) => c.json(saidBy(await requireVisitor(db.reader, c.var.actor))),
    )
    .patch(
      '/me',
      guarded({
        ...editVisitor.access,
        limit: 'change',
        summary: 'Say your name, or where to answer you',
        answers: contract.saidOfSelf,
      }),
      limitMessages(limits),
      valid('json', contract.editVisitor),
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
        summary: 'Which page you are on',
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

  /** The page waits for its answer and not for this, which a full disk may refuse. */
  function look({ id: siteId }: StoredSite, origin: string) {
    const key = `${siteId} ${origin}`;
    if (clock() - (seen.get(key) ?? -SEEN_EVERY_MS) < SEEN_EVERY_MS) return;
    seen.set(key, clock());
    commit((unit) => noteSeen(unit, { siteId, origin })).catch((error: unknown) => {
      seen.delete(key);
      log.error({ err: error }, 'where a site was seen could not be written down');
    });
  }
};
