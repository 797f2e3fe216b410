import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { accessTicket } from '../tickets/access.ts';
import { findUser } from '../people/queries.ts';
import { assignee, assignmentPage, listAssignments } from './contract.ts';
import { assignmentsOf } from './queries.ts';

export const assignmentRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/assignee',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get who answers a ticket, with their picture; null for nobody',
        answers: assignee,
      }),
      valid('param', v.object({ id: uuid })),
      async (c) => {
        const { assigneeId } = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        const found = assigneeId && (await findUser(db.reader, assigneeId));
        return c.json(found ? { id: found.id, name: found.name, kind: found.kind, picture: found.picture } : null);
      },
    )
    .get(
      '/:id/assignments',
      guarded({
        needs: ['view', 'tickets'],
        only: 'staff',
        limit: 'read',
        summary: 'List who held a ticket, by whom, from when until when; newest first',
        answers: assignmentPage,
        tagged: true,
      }),
      valid('param', v.object({ id: uuid })),
      valid('query', listAssignments),
      async (c) => {
        const answer = await db.readSnapshot(async (at) => {
          const ticket = await accessTicket(at, c.var.actor, c.req.valid('param').id);
          return assignmentsOf(at, { ticketId: ticket.id, ...c.req.valid('query') });
        });
        return c.json(answer);
      },
    );
