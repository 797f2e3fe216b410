/** Visitor data for staff. */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { notFound } from '../errors.ts';
import { setBlocked } from './commands.ts';
import * as contract from './contract.ts';
import { findVisitor } from './queries.ts';

const ticketId = v.object({ id: uuid });
const visitorId = v.object({ userId: uuid });

export const ticketVisitorRoutes = ({ guard: { guarded }, db, visits }: Deps) =>
  new Hono<AppEnv>().get(
    '/:id/visitor',
    guarded({
      needs: ['view', 'tickets'],
      only: 'staff',
      limit: 'read',
      summary: 'Get the visitor data of a ticket’s customer',
      answers: v.nullable(contract.visitor),
    }),
    valid('param', ticketId),
    async (c) => {
      const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
      const found = await findVisitor(db.reader, ticket.customerId);
      return c.json(found && visits.viewOf(found));
    },
  );

export const visitorRoutes = ({ guard: { guarded }, db, commit, visits }: Deps) =>
  new Hono<AppEnv>().put(
    '/:userId/blocked',
    guarded({
      // All agents may block: it can be undone with the same button, and the audit log records it.
      ...setBlocked.access,
      limit: 'change',
      summary: 'Block or unblock a visitor',
      answers: contract.visitor,
    }),
    valid('param', visitorId),
    valid('json', contract.setBlocked),
    async (c) => {
      const { userId } = c.req.valid('param');
      await commit((unit) => setBlocked(unit, c.var.actor, { ...c.req.valid('json'), userId }));
      const visitor = await findVisitor(db.reader, userId);
      if (!visitor) throw notFound();
      return c.json(visits.viewOf(visitor));
    },
  );
