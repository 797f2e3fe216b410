import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { uuid } from '../text/contract.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { addSavedReply, deleteSavedReply, editSavedReply } from './commands.ts';
import { addSavedReply as add, editSavedReply as edit, type SavedReply, savedReply } from './contract.ts';
import { requireSavedReply, savedReplyList, toSavedReply } from './queries.ts';

const replyId = v.object({ id: uuid });
const access = { needs: ['view', 'saved_replies'], only: 'staff' } as const;
const reply: Thing<SavedReply> = {
  name: 'savedReply',
  access,
  read: async (db, actor, id) => toSavedReply(await requireSavedReply(db, actor, id)),
};

export const savedReplyRoutes = ({ guard: { guarded, matching }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...access,
        limit: 'read',
        summary: 'List your saved replies and the shared ones',
        answers: v.object({ items: v.array(savedReply) }),
        tagged: true,
      }),
      async (c) => c.json({ items: await savedReplyList(db.reader, c.var.actor) }),
    )
    .post(
      '/',
      guarded({
        ...addSavedReply.access,
        limit: 'change',
        summary: 'Save a reply; a shared one needs the right to create them',
        answers: savedReply,
        status: 201,
      }),
      valid('json', add),
      async (c) => {
        const added = await commit((unit) => addSavedReply(unit, c.var.actor, c.req.valid('json')));
        return c.json(added.reply, added.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id',
      guarded({ ...access, limit: 'read', summary: 'Get a saved reply', answers: savedReply, tagged: reply }),
      valid('param', replyId),
      async (c) => c.json(await reply.read(db.reader, c.var.actor, c.req.valid('param').id)),
    )
    .patch(
      '/:id',
      guarded({
        ...editSavedReply.access,
        limit: 'change',
        summary: 'Edit a saved reply',
        answers: savedReply,
        tagged: reply,
      }),
      valid('param', replyId),
      valid('json', edit),
      async (c) => {
        const input = { ...c.req.valid('json'), ...c.req.valid('param') };
        return c.json(await matching(c, reply, (unit) => editSavedReply(unit, c.var.actor, input)));
      },
    )
    .delete(
      '/:id',
      guarded({
        ...deleteSavedReply.access,
        limit: 'change',
        summary: 'Delete a saved reply',
        answers: null,
        tagged: reply,
      }),
      valid('param', replyId),
      async (c) => {
        await matching(c, reply, (unit) => deleteSavedReply(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );
