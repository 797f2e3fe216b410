import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { roles } from '../../db/schema/people.ts';
import { AppError } from '../errors.ts';
import type { RoleKind } from './contract.ts';

export async function roleNamed(db: Db, code: string) {
  const [role] = await db.select().from(roles).where(eq(roles.code, code));
  if (!role) throw new Error(`There is no role ${code}.`);
  return { code: role.code, name: role.name, kind: role.kind };
}

/** Whether the role is one of staff or of customers. */
export async function requireRole(db: Db, code: string): Promise<RoleKind> {
  const [role] = await db.select({ kind: roles.kind }).from(roles).where(eq(roles.code, code));
  if (!role)
    throw new AppError(422, 'invalid', 'There is no such role.', { fields: { role: 'There is no such role.' } });
  return role.kind;
}
