import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { createTag, setTags } from './commands.ts';
import * as contract from './contract.ts';
import { tagList } from './queries.ts';

export const tagRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/tags',
      guarded({
        needs: ['view', 'tickets'],
        only: 'staff',
        limit: 'read',
        summary: 'List all tags',
        answers: v.object({ items: v.array(contract.tag) }),
      }),
      async (c) => c.json({ items: await tagList(db.reader) }),
    )
    .post(
      '/tags',
      guarded({
        ...createTag.access,
        limit: 'change',
        summary: 'Create a tag, or get the existing tag of this name',
        answers: contract.tag,
        status: 201,
      }),
      valid('json', contract.createTag),
      async (c) => {
        const { tag, isNew } = await commit((unit) => createTag(unit, c.var.actor, c.req.valid('json')));
        return c.json(tag, isNew ? 201 : 200);
      },
    )
    .put(
      '/tickets/:id/tags',
      guarded({
        ...setTags.access,
        limit: 'change',
        summary: 'Set the tags of a ticket',
        answers: ticketRow,
      }),
      valid('param', v.object({ id: uuid })),
      valid('json', contract.setTags),
      async (c) => {
        const input = { ticketId: c.req.valid('param').id, ...c.req.valid('json') };
        return c.json(staffRow(await commit((unit) => setTags(unit, c.var.actor, input))));
      },
    );
