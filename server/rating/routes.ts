import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { customerRow } from '../tickets/row.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { rateTicket } from './commands.ts';
import * as contract from './contract.ts';
import { ratingComment } from './queries.ts';

const ticketId = v.object({ id: uuid });

export const ratingRoutes = ({ guard: { guarded, spends }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/rating',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Get the rating of a ticket',
        answers: contract.rating,
      }),
      valid('param', ticketId),
      async (c) => {
        const rating = await db.readSnapshot(async (at) => {
          const ticket = await accessTicket(at, c.var.actor, c.req.valid('param').id);
          return { score: ticket.rating, comment: await ratingComment(at, ticket.id), at: ticket.ratedAt };
        });
        return c.json(rating);
      },
    )
    .put(
      '/:id/rating',
      guarded({
        ...rateTicket.access,
        limit: 'change',
        summary: 'Rate a resolved or closed ticket, 1 to 5',
        answers: ticketRow,
      }),
      valid('param', ticketId),
      valid('json', contract.rate),
      spends('rate'),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        return c.json(customerRow(await commit((unit) => rateTicket(unit, c.var.actor, input))));
      },
    );
