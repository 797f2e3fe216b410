import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { limitMessages } from '../http/limits.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { listMessages } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { deleteMessage, editMessage, sendMessage } from './commands.ts';
import { editMessage as edit, message, sendMessage as send } from './contract.ts';
import { findMessage, messagePage } from './queries.ts';
import { toMessage } from './to-message.ts';

const ticketId = v.object({ id: uuid });
const messageId = v.object({ id: uuid, messageId: uuid });
const MESSAGES_PER_PAGE = 50;

export const messageRoutes = ({ guard: { guarded }, db, commit, limits }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/messages',
      guarded({
        needs: ['view', 'messages'],
        limit: 'read',
        summary: 'List the messages of a ticket, newest page first',
        answers: v.object({ items: v.array(message), next: v.nullable(v.string()) }),
      }),
      valid('param', ticketId),
      valid('query', listMessages),
      async (c) => {
        const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        const { limit = MESSAGES_PER_PAGE, ...range } = c.req.valid('query');
        return c.json(await messagePage(db.reader, ticket, { ...range, limit }));
      },
    )
    .post(
      '/:id/messages',
      guarded({
        ...sendMessage.access,
        limit: 'change',
        summary: 'Send a message; repeating the id returns the first one',
        answers: message,
        status: 201,
      }),
      valid('param', ticketId),
      valid('json', send),
      limitMessages(limits),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const sent = await commit((unit) => sendMessage(unit, c.var.actor, input));
        return c.json(sent.message, sent.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id/messages/:messageId',
      guarded({ needs: ['view', 'messages'], limit: 'read', summary: 'Get a message', answers: message }),
      valid('param', messageId),
      async (c) => {
        const { id, messageId } = c.req.valid('param');
        const ticket = await accessTicket(db.reader, c.var.actor, id);
        const found = await findMessage(db.reader, messageId);
        if (found?.message.ticketId !== ticket.id) throw notFound();
        return c.json(toMessage(ticket, found));
      },
    )
    .patch(
      '/:id/messages/:messageId',
      guarded({
        ...editMessage.access,
        limit: 'change',
        summary: 'Edit your message, within 15 minutes',
        answers: message,
      }),
      valid('param', messageId),
      valid('json', edit),
      limitMessages(limits),
      async (c) => {
        const { id: ticketId, messageId: id } = c.req.valid('param');
        return c.json(await commit((unit) => editMessage(unit, c.var.actor, { ticketId, id, ...c.req.valid('json') })));
      },
    )
    .delete(
      '/:id/messages/:messageId',
      guarded({
        ...deleteMessage.access,
        limit: 'change',
        summary: 'Delete your message, within 15 minutes',
        answers: message,
      }),
      valid('param', messageId),
      limitMessages(limits),
      async (c) => {
        const { id: ticketId, messageId: id } = c.req.valid('param');
        return c.json(await commit((unit) => deleteMessage(unit, c.var.actor, { ticketId, id })));
      },
    );
