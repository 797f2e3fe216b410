import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { requireMatch, tagged, versionOf } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { editSettings } from './commands.ts';
import { editSettings as edit, settings } from './contract.ts';
import { readSettings } from './queries.ts';

export const settingsRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        needs: ['view', 'settings'],
        limit: 'read',
        summary: 'Get the settings',
        answers: settings,
        tagged: true,
      }),
      async (c) => {
        const now = await readSettings(db.reader);
        return tagged(c, now, versionOf(now));
      },
    )
    .patch(
      '/',
      guarded({
        ...editSettings.access,
        limit: 'change',
        summary: 'Change the settings',
        answers: settings,
        tagged: true,
      }),
      valid('json', edit),
      async (c) => {
        const input = c.req.valid('json');
        const wanted = c.env.incoming.headers['if-match'];
        const after = await commit(async (unit) => {
          const now = wanted === undefined ? null : await readSettings(unit.tx);
          if (wanted !== undefined && now) requireMatch(wanted, { version: versionOf(now), name: 'settings', now });
          return editSettings(unit, c.var.actor, input);
        });
        return tagged(c, after, versionOf(after));
      },
    );
