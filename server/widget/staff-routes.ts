/** What the team knows of visitors. */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../app.ts';
import type { AppEnv } from '../auth/guard.ts';
import { accessTicket } from '../policy.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../validate.ts';
import { visitor } from './contract.ts';
import { findVisitor } from './queries.ts';

const ticketId = v.object({ id: uuid });

export const ticketVisitorRoutes = ({ guard: { guarded }, db, visits }: Deps) =>
  new Hono<AppEnv>().get(
    '/:id/visitor',
    guarded({
      needs: ['view', 'tickets'],
      only: 'staff',
      limit: 'read',
      summary: 'What is known of its customer, where they came by the widget',
      answers: v.nullable(visitor),
    }),
    valid('param', ticketId),
    async (c) => {
      const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
      const found = await findVisitor(db.reader, ticket.customerId);
      return c.json(found && visits.viewOf(found));
    },
  );
