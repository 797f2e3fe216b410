import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { listEvents } from '../tickets/contract.ts';
import { valid } from '../http/validate.ts';
import { addNote, deleteNote, editNote } from './commands.ts';
import { addNote as add, editNote as edit, note } from './contract.ts';
import { findNote, notePage } from './queries.ts';
import { toNote } from './to-note.ts';

const ticketId = v.object({ id: uuid });
const noteId = v.object({ id: uuid, noteId: uuid });
const NOTES_PER_PAGE = 50;

export const noteRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/:id/notes',
      guarded({
        needs: ['view', 'notes'],
        only: 'staff',
        limit: 'read',
        summary: 'List the notes of a ticket, newest page first',
        answers: v.object({ items: v.array(note), next: v.nullable(v.string()) }),
      }),
      valid('param', ticketId),
      valid('query', v.omit(listEvents, ['after', 'around'])),
      async (c) => {
        const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        const { limit = NOTES_PER_PAGE, before } = c.req.valid('query');
        return c.json(await notePage(db.reader, ticket, { before, limit }));
      },
    )
    .post(
      '/:id/notes',
      guarded({
        ...addNote.access,
        limit: 'change',
        summary: 'Add a note',
        answers: note,
        status: 201,
      }),
      valid('param', ticketId),
      valid('json', add),
      async (c) => {
        const input = { ...c.req.valid('json'), ticketId: c.req.valid('param').id };
        const added = await commit((unit) => addNote(unit, c.var.actor, input));
        return c.json(added.note, added.isNew ? 201 : 200);
      },
    )
    .get(
      '/:id/notes/:noteId',
      guarded({ needs: ['view', 'notes'], only: 'staff', limit: 'read', summary: 'Get a note', answers: note }),
      valid('param', noteId),
      async (c) => {
        const { id, noteId } = c.req.valid('param');
        const ticket = await accessTicket(db.reader, c.var.actor, id);
        const found = await findNote(db.reader, noteId);
        if (found?.note.ticketId !== ticket.id) throw notFound();
        return c.json(toNote(ticket, found));
      },
    )
    .patch(
      '/:id/notes/:noteId',
      guarded({
        ...editNote.access,
        limit: 'change',
        summary: 'Edit your note, within 15 minutes',
        answers: note,
      }),
      valid('param', noteId),
      valid('json', edit),
      async (c) => {
        const { id: ticketId, noteId: id } = c.req.valid('param');
        return c.json(await commit((unit) => editNote(unit, c.var.actor, { ticketId, id, ...c.req.valid('json') })));
      },
    )
    .delete(
      '/:id/notes/:noteId',
      guarded({
        ...deleteNote.access,
        limit: 'change',
        summary: 'Delete your note, within 15 minutes',
        answers: note,
      }),
      valid('param', noteId),
      async (c) => {
        const { id: ticketId, noteId: id } = c.req.valid('param');
        return c.json(await commit((unit) => deleteNote(unit, c.var.actor, { ticketId, id })));
      },
    );
