import { Hono } from 'hono';
import * as v from 'valibot';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { staffRow } from '../tickets/row.ts';
import { createTeam, deleteTeam, editTeam, setMembers, setTeam } from './commands.ts';
import * as contract from './contract.ts';
import { requireDetails, teamDetails } from './queries.ts';

const id = v.object({ id: uuid });
const access = { needs: ['view', 'teams'] } as const;
const team: Thing<contract.TeamDetails> = {
  name: 'team',
  access,
  read: (db, _actor, id) => requireDetails(db, id),
  edited: ({ waiting: _waiting, ...team }) => team,
};

export const teamRoutes = ({ guard: { guarded, matching }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List the teams that tickets wait for',
        answers: v.object({ items: v.array(contract.teamDetails) }),
        tagged: true,
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
        const made = await commit((unit) => createTeam(unit, c.var.actor, c.req.valid('json')));
        return c.json(made.team, made.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a team', answers: contract.teamDetails, tagged: team }),
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
        tagged: team,
      }),
      valid('param', id),
      valid('json', contract.editTeam),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, team, (unit) => editTeam(unit, c.var.actor, input)));
      },
    )
    .put(
      '/:id/members',
      guarded({
        ...setMembers.access,
        limit: 'change',
        summary: 'Set the members of a team; a person can be in any number of teams',
        answers: contract.teamDetails,
        tagged: team,
      }),
      valid('param', id),
      valid('json', contract.setMembers),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, team, (unit) => setMembers(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteTeam.access,
        limit: 'change',
        summary: 'Delete a team; its tickets wait for another team, or for none',
        answers: null,
        tagged: team,
      }),
      valid('param', id),
      valid('query', contract.deleteTeam),
      async (c) => {
        const input = { ...c.req.valid('query'), ...c.req.valid('param') };
        let isGone = await matching(c, team, (unit) => deleteTeam(unit, c.var.actor, input));
        while (!isGone) isGone = await commit((unit) => deleteTeam(unit, c.var.actor, input));
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
