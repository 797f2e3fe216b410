import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { putDraft } from './commands.ts';
import { draft, putDraft as put } from './contract.ts';
import { ownDraftsOn } from './queries.ts';

const ticketId = v.object({ id: uuid });

export const draftRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/draft',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get your drafts on a ticket',
        answers: v.object({ items: v.array(draft) }),
      }),
      valid('param', ticketId),
      async (c) => {
        const { actor } = c.var;
        const ticket = await accessTicket(db.reader, actor, c.req.valid('param').id);
        return c.json({ items: await ownDraftsOn(db.reader, actor, ticket.id) });
      },
    )
    .put(
      '/:id/draft',
      guarded({
        ...putDraft.access,
        limit: 'draft',
        summary: 'Save your draft; the last write wins',
        answers: draft,
      }),
      valid('param', ticketId),
      valid('json', put),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        return c.json(await commit((unit) => putDraft(unit, c.var.actor, input)));
      },
    );
