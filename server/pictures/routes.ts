import { Hono } from 'hono';
import * as v from 'valibot';
import { serveFile } from '../attachments/serve-file.ts';
import { bearerOf, credentialOf } from '../auth/credential.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import type { AppEnv } from '../http/env.ts';
import { valid } from '../http/validate.ts';
import { profile, user } from '../people/contract.ts';
import { requireProfile } from '../people/profile.ts';
import { findUser, ownProfile } from '../people/queries.ts';
import { uuid } from '../text/contract.ts';
import { setOwnPicture, setPictureOf } from './commands.ts';
import { pictureForm, pictureKey } from './contract.ts';
import { maySee, personWith } from './queries.ts';
import { storePicture } from './store-picture.ts';

const id = v.object({ id: uuid });

/** At `/api/me`. */
export const ownPictureRoutes = (deps: Deps) => {
  const { guard, db, commit } = deps;

  return new Hono<AppEnv>()
    .put(
      '/picture',
      guard.guarded({
        ...setOwnPicture.access,
        limit: 'upload',
        summary: 'Upload your picture, which is cut to a small square',
        answers: profile,
        form: pictureForm,
      }),
      async (c) => {
        const { actor } = c.var;
        await requireProfile(db.reader, actor.id);
        await keep(deps, await storePicture(deps, c.env.incoming, actor.id), (key) =>
          commit((unit) => setOwnPicture(unit, actor, { key })),
        );
        return c.json(await profileOf(actor.id));
      },
    )
    .delete(
      '/picture',
      guard.guarded({
        ...setOwnPicture.access,
        limit: 'change',
        summary: 'Remove your picture',
        answers: profile,
      }),
      async (c) => {
        await commit((unit) => setOwnPicture(unit, c.var.actor, { key: null }));
        return c.json(await profileOf(c.var.actor.id));
      },
    );

  async function profileOf(userId: string) {
    const [own] = await ownProfile(db.reader, { id: userId });
    if (!own) throw notFound();
    return own;
  }
};

/** At `/api/users`. */
export const pictureOfRoutes = (deps: Deps) => {
  const { guard, db, commit } = deps;

  return new Hono<AppEnv>()
    .put(
      '/:id/picture',
      guard.guarded({
        ...setPictureOf.access,
        limit: 'upload',
        summary: 'Upload the picture of a person',
        answers: user,
        form: pictureForm,
      }),
      valid('param', id),
      async (c) => {
        const { actor } = c.var;
        const { id: userId } = c.req.valid('param');
        await requireProfile(db.reader, userId);
        await keep(deps, await storePicture(deps, c.env.incoming, actor.id), (key) =>
          commit((unit) => setPictureOf(unit, actor, { id: userId, key })),
        );
        return c.json(await userWith(userId));
      },
    )
    .delete(
      '/:id/picture',
      guard.guarded({
        ...setPictureOf.access,
        limit: 'change',
        summary: 'Remove the picture of a person',
        answers: user,
      }),
      valid('param', id),
      async (c) => {
        const { id: userId } = c.req.valid('param');
        await commit((unit) => setPictureOf(unit, c.var.actor, { id: userId, key: null }));
        return c.json(await userWith(userId));
      },
    );

  async function userWith(userId: string) {
    const found = await findUser(db.reader, userId);
    if (!found) throw notFound();
    return found;
  }
};

/** A year: another picture has another key. Not for shared caches, which would show the face of a customer to others. */
const CACHED = 'private, max-age=31536000, immutable';

export const pictureRoutes = ({ guard: { open }, db, storage, authenticate, config }: Deps) =>
  new Hono<AppEnv>().get(
    '/:key',
    open({
      needs: 'anyone',
      limit: 'picture',
      summary: 'Get a picture; that of a customer as staff',
      answers: 'bytes',
    }),
    valid('param', v.object({ key: pictureKey })),
    async (c) => {
      const { key } = c.req.valid('param');
      const { authorization, cookie } = c.env.incoming.headers;
      const sent = { bearer: bearerOf(authorization), cookie, cookiesCount: c.var.cookiesCount, secure: config.secure };
      const person = await personWith(db.reader, key);
      const caller = person?.kind === 'customer' ? await authenticate(credentialOf(sent)) : null;
      if (!person || !maySee(caller?.actor ?? null, person)) throw notFound();
      return serveFile(storage, c.env.incoming.headers, { key, type: 'image/webp', cache: CACHED });
    },
  );

/** Removes the new file if its row was refused. After any other error the row may exist: the sweep decides later. */
async function keep({ storage }: Pick<Deps, 'storage'>, key: string, save: (key: string) => Promise<void>) {
  try {
    await save(key);
  } catch (error) {
    if (error instanceof AppError) await storage.remove(key);
    throw error;
  }
}
