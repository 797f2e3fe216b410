import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { signedOut } from '../errors.ts';
import { valid } from '../http/validate.ts';
import { caughtUp, listCatchUp, snapshot } from './contract.ts';
import { catchUp } from './catch-up.ts';
import { snapshotFor } from './snapshot.ts';

export const snapshotRoutes = ({ guard: { guarded }, db, clock, inTurn }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/snapshot',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get everything that your app needs to start, with the cursor to resume from',
        answers: snapshot,
      }),
      async (c) => c.json(await db.readSnapshot((at) => snapshotFor(at, c.var.actor, clock()))),
    )
    .get(
      '/events',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get the changes since a cursor',
        answers: caughtUp,
      }),
      valid('query', listCatchUp),
      async (c) => {
        const { after: cursor, epoch, lists: listsAt, watching, userId } = c.req.valid('query');
        const { actor } = c.var;
        if (userId && userId !== actor.id) throw signedOut();
        await new Promise<void>(inTurn);
        return c.json(await db.readSnapshot((at) => catchUp(at, actor, { cursor, epoch, listsAt, watching })));
      },
    );
