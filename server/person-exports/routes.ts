import { Hono } from 'hono';
import * as v from 'valibot';
import type { Actor } from '../auth/actor.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { streamOf } from '../http/stream.ts';
import { valid } from '../http/validate.ts';
import { uuid } from '../text/contract.ts';
import { exportsOthers } from './access.ts';
import { entriesOf } from './archive.ts';
import { exportOwnData, exportPerson, noteDownload } from './commands.ts';
import { askForExport, personExport, personExports } from './contract.ts';
import { accessExport, allExports, ownExports } from './queries.ts';
import { zipped } from './zip.ts';

const id = v.object({ id: uuid });

/** At `/api/exports`. */
export const personExportRoutes = ({ guard: { guarded, recent, spends }, db, commit, storage, clock }: Deps) => {
  const access = (actor: Actor, one: string) => accessExport(db.reader, actor, { id: one, now: clock() });
  return new Hono<AppEnv>()
    .get(
      '/',
      guarded({ ...exportsOthers, limit: 'read', summary: 'List the exports that last still', answers: personExports }),
      async (c) => c.json({ items: await allExports(db.reader, clock()) }),
    )
    .get(
      '/:id',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'Get an export that you asked for; only after a recent sign-in, as its archive',
        answers: personExport,
      }),
      valid('param', id),
      recent,
      async (c) => c.json(await access(c.var.actor, c.req.valid('param').id)),
    )
    .get(
      '/:id/archive',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'Download the data of a person as a ZIP archive, as it is now',
        answers: 'bytes',
      }),
      valid('param', id),
      recent,
      spends('export'),
      async (c) => {
        const { actor } = c.var;
        const asked = await access(actor, c.req.valid('param').id);
        await commit((unit) => noteDownload(unit, actor, { id: asked.id, userId: asked.person.id }));
        const now = clock();
        const day = new Date(now).toISOString().slice(0, 10);
        const entries = entriesOf({ db: db.reader, storage, now, reader: actor, asked });
        const headers = {
          'Content-Type': 'application/zip',
          // The id and not the name: not every name of a person can be the name of a file.
          'Content-Disposition': `attachment; filename="data-${asked.person.id.slice(-12)}-${day}.zip"`,
        };
        return new Response(streamOf(zipped(entries, now)), { headers });
      },
    );
};

/** At `/api/users`. */
export const exportsOfRoutes = ({ guard: { guarded, recent, spends }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>().post(
    '/:id/exports',
    guarded({
      ...exportPerson.access,
      limit: 'change',
      summary: 'Ask for all data of a person, to be downloaded within 7 days',
      answers: personExport,
      status: 201,
    }),
    valid('param', id),
    valid('json', askForExport),
    recent,
    spends('export'),
    async (c) => {
      const { actor } = c.var;
      const input = { ...c.req.valid('json'), ...c.req.valid('param') };
      const made = await commit((unit) => exportPerson(unit, actor, input));
      return c.json(await accessExport(db.reader, actor, { id: made, now: clock() }), 201);
    },
  );

/** At `/api/me`. */
export const ownExportRoutes = ({ guard: { guarded, recent, spends }, db, commit, clock }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/exports',
      guarded({
        needs: 'signed-in',
        limit: 'read',
        summary: 'List the exports of your own data',
        answers: personExports,
      }),
      async (c) => c.json({ items: await ownExports(db.reader, c.var.actor.id, clock()) }),
    )
    .post(
      '/exports',
      guarded({
        ...exportOwnData.access,
        limit: 'change',
        summary: 'Ask for all your data, to be downloaded within 7 days',
        answers: personExport,
        status: 201,
      }),
      recent,
      spends('export'),
      async (c) => {
        const { actor } = c.var;
        const made = await commit((unit) => exportOwnData(unit, actor));
        return c.json(await accessExport(db.reader, actor, { id: made, now: clock() }), 201);
      },
    );
