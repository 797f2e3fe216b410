import { Hono } from 'hono';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import type { Thing } from '../http/etag.ts';
import { valid } from '../http/validate.ts';
import { editSettings } from './commands.ts';
import { editSettings as edit, type Settings, settings as settingsSchema } from './contract.ts';
import { readSettings } from './queries.ts';

const settings: Thing<Settings> = {
  name: 'settings',
  access: { needs: ['view', 'settings'] },
  read: readSettings,
};

export const settingsRoutes = ({ guard: { guarded, matching }, db }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/',
      guarded({
        ...settings.access,
        limit: 'read',
        summary: 'Get the settings',
        answers: settingsSchema,
        tagged: settings,
      }),
      async (c) => c.json(await readSettings(db.reader)),
    )
    .patch(
      '/',
      guarded({
        ...editSettings.access,
        limit: 'change',
        summary: 'Change the settings',
        answers: settingsSchema,
        tagged: settings,
      }),
      valid('json', edit),
      async (c) => {
        const input = c.req.valid('json');
        return c.json(await matching(c, settings, (unit) => editSettings(unit, c.var.actor, input)));
      },
    );
