import type { IncomingHttpHeaders } from 'node:http';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { accessTicket } from '../tickets/access.ts';
import { uuid } from '../text/contract.ts';
import { streamOf } from '../http/stream.ts';
import { sha256 } from '../../db/ids.ts';
import { partOf } from '../http/range.ts';
import { valid } from '../http/validate.ts';
import { addAttachment, cancelAttachment } from './commands.ts';
import { attachment, ATTACHMENTS_MOST, upload, uploadLimits } from './contract.ts';
import { disposition } from './names.ts';
import { accessAttachment } from './queries.ts';
import { storeUpload } from './store-upload.ts';
import { isImage } from './types.ts';

const id = v.object({ id: uuid });

/** Uploads go to `POST /api/tickets/:id/attachments`, or to `POST /api/attachments` before their ticket is opened. */
export const attachmentRoutes = (deps: Deps) => {
  const { guard, db, commit, storage, config } = deps;
  const { guarded } = guard;
  const sends = (summary: string) =>
    guarded({ ...addAttachment.access, limit: 'upload', summary, answers: attachment, status: 201, form: upload });

  /** Answers with a file. The headers keep the file from running or loading anything, also in its own tab. */
  async function answer(asked: IncomingHttpHeaders, key: string, type: string, name: string | null = null) {
    const stored = await storage.open(key);
    if (!stored) throw lost();
    const { size } = stored;
    // A stored file never changes, so its random key names its bytes. The key opens nothing from outside.
    const etag = `"${sha256(key).slice(0, 22)}"`;
    const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
    const part = partOf(isSame ? asked.range : undefined, size);
    if (part === 'beyond')
      throw new AppError(416, 'beyond_end', 'The file has no such byte.', {
        headers: [['Content-Range', `bytes */${size}`]],
      });
    const headers = {
      'Content-Type': type,
      'Content-Length': String(part ? part.end - part.start + 1 : size),
      'Accept-Ranges': 'bytes',
      ETag: etag,
      ...(part && { 'Content-Range': `bytes ${part.start}-${part.end}/${size}` }),
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': `default-src 'none'; sandbox`,
      ...(name && { 'Content-Disposition': disposition(isImage(type) ? 'inline' : 'attachment', name) }),
    };
    return new Response(streamOf(stored.bytes(part)), { status: part ? 206 : 200, headers });
  }

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
        return answer(
          c.env.incoming.headers,
          row.storageKey,
          isImage(row.type) ? row.type : 'application/octet-stream',
          row.name,
        );
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
        return answer(c.env.incoming.headers, row.thumbnailKey, 'image/webp');
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

const lost = () =>
  new AppError(404, 'attachments.lost', 'The file is missing on the server. Ask an administrator to run doctor.');
