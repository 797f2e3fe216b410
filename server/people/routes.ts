import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import type { Deps } from '../deps.ts';
import { passwordHashOf } from '../auth/commands.ts';
import { isPassword } from '../auth/passwords.ts';
import type { Session } from '../auth/sessions.ts';
import { invalidFields, notFound } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { addCustomer, editMe, editUser, signOutEverywhere, wrongPassword } from './commands.ts';
import {
  createUser,
  editMe as editOwn,
  editUser as edit,
  listUsers,
  me,
  type User,
  user,
  whereabouts,
} from './contract.ts';
import { findUser, meOf, userPage, whereaboutsOf } from './queries.ts';

const id = v.object({ id: uuid });
const person: Thing<User> = {
  name: 'user',
  access: { needs: ['view', 'people'] },
  async read(db, _actor, id) {
    const found = await findUser(db, id);
    if (!found) throw notFound();
    return found;
  },
  edited: ({ activeTickets: _tickets, lastSeenAt: _seen, ...person }) => person,
};

export const meRoutes = ({ guard: { guarded, stillRecent }, db, commit, limits }: Deps) => {
  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'Get yourself and your rights', answers: me }),
      async (c) => c.json(await meOf(db.reader, c.var.actor)),
    )
    .patch(
      '/',
      guarded({
        ...editMe.access,
        limit: 'change',
        summary: 'Edit your profile or your availability',
        answers: me,
      }),
      valid('json', editOwn),
      async (c) => {
        const { actor, session } = c.var;
        const { password, ...input } = c.req.valid('json');
        const isElsewhere = input.email !== undefined && input.email !== (await findUser(db.reader, actor.id))?.email;
        const provedBy = isElsewhere ? await prove(session, password) : null;
        await commit((unit) => editMe(unit, actor, { ...input, provedBy }));
        // The name in `actor` may be the old one; nothing else in it changed.
        return c.json(await meOf(db.reader, actor));
      },
    );

  /** With the password, or without one by a recent sign-in. Returns what the password is stored as. */
  async function prove(session: Session, password: string | undefined): Promise<string | null> {
    const hash = await passwordHashOf(db.reader, session.userId);
    if (hash === null) {
      await stillRecent(session);
      return null;
    }
    if (password === undefined) throw invalidFields({ password: 'Type your current password.' });
    await limits.spend('password', session.userId);
    if (!(await isPassword(hash, password))) throw wrongPassword();
    return hash;
  }
};

/** At `/api/tickets`. */
export const whereaboutsRoutes = ({ guard: { guarded }, db }: Deps) =>
  new Hono<AppEnv>().get(
    '/:id/whereabouts',
    guarded({
      needs: ['view', 'tickets'],
      only: 'staff',
      limit: 'read',
      summary: 'Get the address, language and time zone of the customer of a ticket',
      answers: whereabouts,
    }),
    valid('param', id),
    async (c) => {
      const { customerId } = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
      const found = await whereaboutsOf(db.reader, customerId);
      if (!found) throw notFound();
      return c.json(found);
    },
  );

export const userRoutes = ({ guard: { guarded, matching, stillRecent }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'people'],
        limit: 'read',
        summary: 'List people',
        answers: v.object({ items: v.array(user), next: v.nullable(v.string()) }),
        tagged: true,
      }),
      valid('query', listUsers),
      async (c) => c.json(await userPage(db.reader, c.req.valid('query'))),
    )
    .post(
      '/',
      guarded({
        ...addCustomer.access,
        limit: 'change',
        summary: 'Add a customer, who sets a password by a link; invite people to the team instead',
        answers: user,
        status: 201,
      }),
      valid('json', createUser),
      async (c) => c.json(await commit((unit) => addCustomer(unit, c.var.actor, c.req.valid('json'))), 201),
    )
    .get(
      '/:id',
      guarded({ ...person.access, limit: 'read', summary: 'Get a person', answers: user, tagged: person }),
      valid('param', id),
      async (c) => c.json(await person.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editUser.access,
        limit: 'change',
        summary: 'Edit the profile of a person, their role or capacity, or deactivate them',
        answers: user,
        tagged: person,
      }),
      valid('param', id),
      valid('json', edit),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        if (input.role !== undefined || input.email !== undefined) await stillRecent(c.var.session);
        return c.json(await matching(c, person, (unit) => editUser(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id/sessions',
      guarded({
        ...signOutEverywhere.access,
        limit: 'change',
        summary: 'Sign a person out everywhere',
        answers: null,
      }),
      valid('param', id),
      async (c) => {
        await commit((unit) => signOutEverywhere(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );
