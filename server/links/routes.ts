import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { link, unlink } from './commands.ts';
import { linkedWith } from './queries.ts';

const ticketId = v.object({ id: uuid });
const pair = v.object({ id: uuid, otherId: uuid });
const answers = v.object({ items: v.array(ticketRow) });

export const linkRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/links',
      guarded({
        needs: ['view', 'tickets'],
        only: 'staff',
        limit: 'read',
        summary: 'List the tickets linked with a ticket',
        answers,
      }),
      valid('param', ticketId),
      async (c) => {
        const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        return c.json({ items: (await linkedWith(db.reader, ticket.id)).map(staffRow) });
      },
    )
    .put(
      '/:id/links/:otherId',
      guarded({
        ...link.access,
        limit: 'change',
        summary: 'Link two tickets of one customer',
        answers,
      }),
      valid('param', pair),
      async (c) => {
        const { id, otherId } = c.req.valid('param');
        const linked = await commit((unit) => link(unit, c.var.actor, { ticketId: id, otherId }));
        return c.json({ items: linked.map(staffRow) });
      },
    )
    .delete(
      '/:id/links/:otherId',
      guarded({ ...unlink.access, limit: 'change', summary: 'Remove a link', answers }),
      valid('param', pair),
      async (c) => {
        const { id, otherId } = c.req.valid('param');
        const linked = await commit((unit) => unlink(unit, c.var.actor, { ticketId: id, otherId }));
        return c.json({ items: linked.map(staffRow) });
      },
    );
