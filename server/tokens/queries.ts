import { and, desc, eq } from 'drizzle-orm';
import { alias } from '#dialect';
import type { Db } from '../../db/database.ts';
import { roles, users } from '../../db/schema/people.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import type { ApiToken } from './contract.ts';

interface Wanted {
  id?: string;
  userId?: string;
}

const maker = alias(users, 'maker');
const makerRole = alias(roles, 'maker_role');

/** The newest first. */
export async function tokensOf(db: Db, { id, userId }: Wanted): Promise<ApiToken[]> {
  const rows = await db
    .select({ token: apiTokens, owner: users, kind: roles.kind, by: maker, byKind: makerRole.kind })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(roles, eq(roles.code, users.role))
    .leftJoin(maker, eq(maker.id, apiTokens.byId))
    .leftJoin(makerRole, eq(makerRole.code, maker.role))
    .where(and(id ? eq(apiTokens.id, id) : undefined, userId ? eq(apiTokens.userId, userId) : undefined))
    .orderBy(desc(apiTokens.id));
  return rows.map(({ token, owner, kind, by, byKind }) => ({
    id: token.id,
    name: token.name,
    owner: { id: owner.id, name: owner.name, kind },
    isMachine: owner.machine,
    role: owner.role,
    scopes: token.scopes,
    by: by && byKind ? { id: by.id, name: by.name, kind: byKind } : null,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    usedAt: token.usedAt,
    usedAddress: token.usedAddress || null,
    previousUntil: token.previousUntil,
  }));
}

export async function findToken(db: Db, wanted: Wanted & { id: string }): Promise<ApiToken | null> {
  const [found] = await tokensOf(db, wanted);
  return found ?? null;
}
