import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { valid } from '../http/validate.ts';
import { editSettings } from './commands.ts';
import { editSettings as edit, settings } from './contract.ts';
import { readSettings } from './queries.ts';

export const settingsRoutes = ({ guard: { guarded }, db, commit }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({ needs: ['view', 'settings'], limit: 'read', summary: 'Get the settings', answers: settings }),
      async (c) => c.json(await readSettings(db.reader)),
    )
    .patch(
      '/',
      guarded({
        ...editSettings.access,
        limit: 'change',
        summary: 'Change the settings',
        answers: settings,
      }),
      valid('json', edit),
      async (c) => {
        const input = c.req.valid('json');
        return c.json(await commit((unit) => editSettings(unit, c.var.actor, input)));
      },
    );
