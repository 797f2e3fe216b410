import { eq } from 'drizzle-orm';
import { teamCategories } from '../../db/schema/teams.ts';
import type { Unit } from '../commit.ts';

/**
 * New tickets of a deleted category get its replacement, so they wait for the team of the deleted one, unless the replacement
 * has a team of its own.
 */
export async function handOnDefault({ tx }: Unit, { from, to }: { from: string; to: string | null }): Promise<void> {
  const [gone] = await tx.delete(teamCategories).where(eq(teamCategories.category, from)).returning();
  if (gone && to !== null)
    await tx.insert(teamCategories).values({ category: to, teamId: gone.teamId }).onConflictDoNothing();
}
