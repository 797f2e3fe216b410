import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Thing } from '../http/etag.ts';
import type { Deps } from '../deps.ts';
import { staffRow } from '../tickets/row.ts';
import { uuid } from '../text/contract.ts';
import { ticketRow } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { requireRight } from '../auth/policy.ts';
import { deletedValue, listValues } from '../ticket-fields/contract.ts';
import { createTag, deleteTag, editTag, setTags } from './commands.ts';
import * as contract from './contract.ts';
import { requireTag, toTag, usesOfTags, tagsThere } from './queries.ts';

const byId = v.object({ id: uuid });
const access = { needs: ['view', 'tickets'], only: 'staff' } as const;
const tag: Thing<contract.Tag> = {
  name: 'tag',
  access,
  read: async (db, _actor, id) => toTag(await requireTag(db, id)),
};

export const tagRoutes = ({ guard: { guarded, matching }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/tags',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List all tags; archived ones too',
        answers: v.object({ items: v.array(contract.tag) }),
        tagged: true,
      }),
      valid('query', listValues),
      async (c) => {
        const { uses } = c.req.valid('query');
        if (uses) requireRight(c.var.actor, 'view', 'settings');
        const counts = uses ? await usesOfTags(db.reader) : null;
        const items: contract.CountedTag[] = (await tagsThere(db.reader)).map((tag) =>
          counts ? { ...tag, tickets: counts.get(tag.id) } : tag,
        );
        return c.json({ items });
      },
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
        const made = await commit((unit) => createTag(unit, c.var.actor, c.req.valid('json')));
        return c.json(made.tag, made.isNew ? 201 : 200);
      },
    )
    .get(
      '/tags/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a tag', answers: contract.tag, tagged: tag }),
      valid('param', byId),
      async (c) => c.json(await tag.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/tags/:id',
      guarded({
        ...editTag.access,
        limit: 'change',
        summary: 'Rename, describe, colour or archive a tag',
        answers: contract.tag,
        tagged: tag,
      }),
      valid('param', byId),
      valid('json', contract.editTag),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, tag, (unit) => editTag(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/tags/:id',
      guarded({
        ...deleteTag.access,
        limit: 'change',
        summary: 'Delete a tag, or merge it into that of replaceBy',
        answers: deletedValue,
        tagged: tag,
      }),
      valid('param', byId),
      valid('query', contract.deleteTag),
      async (c) => {
        const input = { ...c.req.valid('query'), ...c.req.valid('param') };
        return c.json(await matching(c, tag, (unit) => deleteTag(unit, c.var.actor, input)));
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
      valid('param', byId),
      valid('json', contract.setTags),
      async (c) => {
        const input = { ticketId: c.req.valid('param').id, ...c.req.valid('json') };
        return c.json(staffRow(await commit((unit) => setTags(unit, c.var.actor, input))));
      },
    );
