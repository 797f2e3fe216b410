import { eq } from 'drizzle-orm';
import { views } from '../../db/schema/views.ts';
import type { Unit } from '../commit.ts';

interface Replaced {
  filter: 'status' | 'priority' | 'category' | 'tag';
  from: string;
  to: string;
}

/** Saved views follow the tickets: a filter for a replaced value would match nothing. */
export async function replaceInViews({ tx, now }: Unit, { filter, from, to }: Replaced) {
  const all = await tx.select({ id: views.id, filters: views.filters }).from(views);
  for (const { id, filters } of all) {
    const asked = filters[filter];
    if (!asked?.includes(from)) continue;
    const values = [...new Set(asked.map((one) => (one === from ? to : one)))];
    await tx
      .update(views)
      .set({ filters: { ...filters, [filter]: values }, updatedAt: now })
      .where(eq(views.id, id));
  }
}
