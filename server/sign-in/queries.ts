import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { type Db, prepared } from '../../db/database.ts';
import { settings } from '../../db/schema/settings.ts';
import { DEFAULTS, type SignInSettings, signInSettings } from './contract.ts';

/** The name of its row among the settings. */
export const ROW = 'signIn';

const stored = prepared((db) => db.select({ value: settings.value }).from(settings).where(eq(settings.name, ROW)));

export async function readSignIn(db: Db): Promise<SignInSettings> {
  const [row] = await stored(db).execute();
  return v.parse(signInSettings, { ...DEFAULTS, ...(typeof row?.value === 'object' ? row.value : {}) });
}
