import * as v from 'valibot';
import { type Db, prepared } from '../../db/database.ts';
import { settings as table } from '../../db/schema/settings.ts';
import { DEFAULTS, settings, type Settings } from './contract.ts';

const all = prepared((db) => db.select().from(table));

export async function readSettings(db: Db): Promise<Settings> {
  const rows = await all(db).execute();
  return v.parse(settings, { ...DEFAULTS, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) });
}
