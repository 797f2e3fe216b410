import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { passkeys } from '../../db/schema/sign-in.ts';
import type { Passkey } from './contract.ts';

export async function passkeysOf(db: Db, userId: string): Promise<Passkey[]> {
  const { id, name, createdAt, usedAt } = passkeys;
  return db
    .select({ id, name, createdAt, usedAt })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt));
}

export async function findPasskey(db: Db, id: string) {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.id, id));
  return row ?? null;
}
