import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { staffRow } from '../tickets/row.ts';
import { createTeam, deleteTeam, editTeam, setMembers, setTeam } from './commands.ts';
import * as contract from './contract.ts';
import { requireDetails, teamDetails } from './queries.ts';

const id = v.object({ id: uuid });

export const teamRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'teams'],
        limit: 'read',
        summary: 'List the teams that tickets wait for',
        answers: v.object({ items: v.array(contract.teamDetails) }),
      }),
      async (c) => c.json({ items: await db.readSnapshot(teamDetails) }),
    )
    .post(
      '/',
      guarded({
        ...createTeam.access,
        limit: 'change',
        summary: 'Add a team',
        answers: contract.teamDetails,
        status: 201,
      }),
      valid('json', contract.createTeam),
      async (c) => {
        const { team, isNew } = await commit((unit) => createTeam(unit, c.var.actor, c.req.valid('json')));
        return c.json(team, isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ needs: ['view', 'teams'], limit: 'read', summary: 'Get a team', answers: contract.teamDetails }),
      valid('param', id),
      async (c) => c.json(await db.readSnapshot((at) => requireDetails(at, c.req.valid('param').id))),
    )
    .patch(
      '/:id',
      guarded({
        ...editTeam.access,
        limit: 'change',
        summary: 'Change the name, hours or overflow of a team, or which new tickets wait for it',
        answers: contract.teamDetails,
      }),
      valid('param', id),
      valid('json', contract.editTeam),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await commit((unit) => editTeam(unit, c.var.actor, input)));
      },
    )
    .put(
      '/:id/members',
      guarded({
        ...setMembers.access,
        limit: 'change',
        summary: 'Set the members of a team; a person can be in any number of teams',
        answers: contract.teamDetails,
      }),
      valid('param', id),
      valid('json', contract.setMembers),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await commit((unit) => setMembers(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteTeam.access,
        limit: 'change',
        summary: 'Delete a team; its tickets wait for another team, or for none',
        answers: null,
      }),
      valid('param', id),
      valid('query', contract.deleteTeam),
      async (c) => {
        const input = { ...c.req.valid('query'), ...c.req.valid('param') };
        while (!(await commit((unit) => deleteTeam(unit, c.var.actor, input))));
        return c.body(null, 204);
      },
    );

/** At `/api/tickets`. */
export const ticketTeamRoutes = ({ guard: { guarded }, commit }: Deps) =>
  new Hono<AppEnv>().put(
    '/:id/team',
    guarded({
      ...setTeam.access,
      limit: 'change',
      summary: 'Let a ticket wait for a team, or for none; whoever has it keeps it',
      answers: ticketRow,
    }),
    valid('param', id),
    valid('json', contract.setTeam),
    async (c) => {
      const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
      return c.json(staffRow(await commit((unit) => setTeam(unit, c.var.actor, input))));
    },
  );
