import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { valid } from '../http/validate.ts';
import { addAttachment, cancelAttachment } from './commands.ts';
import { attachment, ATTACHMENTS_MOST, upload, uploadLimits } from './contract.ts';
import { accessAttachment } from './queries.ts';
import { serveFile } from './serve-file.ts';
import { storeUpload } from './store-upload.ts';
import { isImage } from './types.ts';

const id = v.object({ id: uuid });

/** Uploads go to `POST /api/tickets/:id/attachments`, or to `POST /api/attachments` before their ticket is opened. */
export const attachmentRoutes = (deps: Deps) => {
  const { guard, db, commit, storage, config } = deps;
  const { guarded } = guard;
  const sends = (summary: string) =>
    guarded({ ...addAttachment.access, limit: 'upload', summary, answers: attachment, status: 201, form: upload });

  return new Hono<AppEnv>()
    .post(
      '/tickets/:id/attachments',
      sends('Upload a file, to send it with a message or a note'),
      valid('param', id),
      async (c) => {
        const ticket = await accessTicket(db.reader, c.var.actor, c.req.valid('param').id);
        const { attachment, isNew } = await storeUpload(deps, c.env.incoming, {
          actor: c.var.actor,
          ticketId: ticket.id,
        });
        return c.json(attachment, isNew ? 201 : 200);
      },
    )
    .post('/attachments', sends('Upload a file, to open a ticket with it'), async (c) => {
      const { attachment, isNew } = await storeUpload(deps, c.env.incoming, { actor: c.var.actor, ticketId: null });
      return c.json(attachment, isNew ? 201 : 200);
    })
    .get(
      '/attachments',
      guarded({ needs: 'signed-in', limit: 'read', summary: 'Get the limits of uploads', answers: uploadLimits }),
      (c) => c.json({ maxBytes: config.maxUploadBytes, most: ATTACHMENTS_MOST }),
    )
    .get(
      '/attachments/:id',
      guarded({ needs: ['view', 'tickets'], limit: 'read', summary: 'Download an attachment', answers: 'bytes' }),
      valid('param', id),
      async (c) => {
        const row = await accessAttachment(db.reader, c.var.actor, c.req.valid('param').id);
        return serveFile(storage, c.env.incoming.headers, {
          key: row.storageKey,
          type: isImage(row.type) ? row.type : 'application/octet-stream',
          name: row.name,
        });
      },
    )
    .get(
      '/attachments/:id/thumbnail',
      guarded({
        needs: ['view', 'tickets'],
        limit: 'read',
        summary: 'Download the thumbnail of an image',
        answers: 'bytes',
      }),
      valid('param', id),
      async (c) => {
        const row = await accessAttachment(db.reader, c.var.actor, c.req.valid('param').id);
        if (!row.thumbnailKey) throw notFound();
        return serveFile(storage, c.env.incoming.headers, { key: row.thumbnailKey, type: 'image/webp' });
      },
    )
    .delete(
      '/attachments/:id',
      guarded({
        ...cancelAttachment.access,
        limit: 'change',
        summary: 'Delete an unsent upload',
        answers: null,
      }),
      valid('param', id),
      async (c) => {
        await commit((unit) => cancelAttachment(unit, c.var.actor, c.req.valid('param')));
        return c.body(null, 204);
      },
    );
};
