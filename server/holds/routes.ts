import { Hono } from 'hono';
import * as v from 'valibot';
import type { Db } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { findUser } from '../people/queries.ts';
import { uuid } from '../text/contract.ts';
import { accessTicket } from '../tickets/access.ts';
import type { TicketView } from '../tickets/queries.ts';
import { endPersonHold, endTicketHold, holdPerson, holdTicket } from './commands.ts';
import { hold, holdList, holdsOfTicket, setHold } from './contract.ts';
import { earlierTextsOf } from './earlier-texts.ts';
import { allHolds, holdOfPerson, holdsOf } from './queries.ts';

const id = v.object({ id: uuid });

export const holdRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>().get(
    '/',
    guarded({
      needs: ['view', 'settings'],
      only: 'staff',
      limit: 'read',
      summary: 'List what is on legal hold, newest first',
      answers: holdList,
    }),
    async (c) => c.json(await allHolds(db.reader, c.var.actor)),
  );

const heldIn = async (db: Db, actor: Actor, ticket: TicketView) => ({
  items: await holdsOf(db, actor, ticket),
  earlier: await earlierTextsOf(db, ticket),
});

/** At `/api/tickets`. */
export const ticketHoldRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/hold',
      guarded({
        needs: ['view', 'tickets'],
        only: 'staff',
        limit: 'read',
        summary:
          'See whether a ticket, one that was merged with it, or its customer is on legal hold, and what its texts were before they were changed meanwhile',
        answers: holdsOfTicket,
      }),
      valid('param', id),
      async (c) => {
        const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        return c.json(await heldIn(db.reader, c.var.actor, ticket));
      },
    )
    .put(
      '/:id/hold',
      guarded({
        ...holdTicket.access,
        limit: 'change',
        summary: 'Put a ticket on legal hold: nobody and no rule deletes it',
        answers: holdsOfTicket,
      }),
      valid('param', id),
      valid('json', setHold),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => holdTicket(unit, c.var.actor, input));
        const ticket = await accessTicket(db.reader, c.var.actor, input.id);
        return c.json(await heldIn(db.reader, c.var.actor, ticket));
      },
    )
    .delete(
      '/:id/hold',
      guarded({
        ...endTicketHold.access,
        limit: 'change',
        summary: 'End the legal hold on a ticket; the earlier texts that only it kept are deleted',
        answers: null,
      }),
      valid('param', id),
      recent,
      async (c) => {
        await commit((unit) => endTicketHold(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );

/** At `/api/users`. */
export const personHoldRoutes = ({ guard: { guarded, recent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/hold',
      guarded({
        needs: ['view', 'settings'],
        only: 'staff',
        limit: 'read',
        summary: 'See whether a person is on legal hold',
        answers: v.nullable(hold),
      }),
      valid('param', id),
      async (c) => {
        const { id: userId } = c.req.valid('param');
        if (!(await findUser(db.reader, userId))) throw notFound();
        return c.json(await holdOfPerson(db.reader, c.var.actor, userId));
      },
    )
    .put(
      '/:id/hold',
      guarded({
        ...holdPerson.access,
        limit: 'change',
        summary: 'Put a person with all their tickets on legal hold',
        answers: v.nullable(hold),
      }),
      valid('param', id),
      valid('json', setHold),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        await commit((unit) => holdPerson(unit, c.var.actor, input));
        return c.json(await holdOfPerson(db.reader, c.var.actor, input.id));
      },
    )
    .delete(
      '/:id/hold',
      guarded({
        ...endPersonHold.access,
        limit: 'change',
        summary: 'End the legal hold on a person; the earlier texts that only it kept are deleted',
        answers: null,
      }),
      valid('param', id),
      recent,
      async (c) => {
        await commit((unit) => endPersonHold(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );
