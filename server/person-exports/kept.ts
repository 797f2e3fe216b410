/** Tokens, saved replies, teams and views of the person. No hash of a token is among them. */
import { asc, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { teamMembers, teams } from '../../db/schema/teams.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import { views } from '../../db/schema/views.ts';
import { ownReplies } from '../saved-replies/queries.ts';

export async function tokensIn(db: Db, userId: string) {
  const { name, scopes, createdAt, expiresAt, usedAt, usedAddress } = apiTokens;
  const shown = { name, scopes, createdAt, expiresAt, usedAt, usedAddress };
  return db.select(shown).from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(asc(apiTokens.id));
}

export async function teamsIn(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .select({ name: teams.name })
    .from(teamMembers)
    .innerJoin(teams, eq(teams.id, teamMembers.teamId))
    .where(eq(teamMembers.userId, userId))
    .orderBy(asc(teams.key));
  return rows.map(({ name }) => name);
}

export async function savedRepliesIn(db: Db, userId: string) {
  const rows = await ownReplies(db, userId);
  return rows.map(({ id: _id, ownerId: _owner, ...reply }) => reply);
}

/** Also those that the person shared. */
export async function viewsIn(db: Db, userId: string) {
  const { name, shared, base, order, filters, createdAt, updatedAt } = views;
  const shown = { name, shared, base, order, filters, createdAt, updatedAt };
  return db.select(shown).from(views).where(eq(views.ownerId, userId)).orderBy(asc(views.id));
}
