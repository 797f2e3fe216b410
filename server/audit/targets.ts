/** Finds the names of the targets of audit lines. A deleted target has none. */
import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { users } from '../../db/schema/people.ts';
import { savedReplies } from '../../db/schema/saved-replies.ts';
import { teams } from '../../db/schema/teams.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { views } from '../../db/schema/views.ts';
import { webhooks } from '../../db/schema/webhooks.ts';
import { sites } from '../../db/schema/widget.ts';
import { ACTIONS, type TargetKind } from './contract.ts';

type Names = (db: Db, ids: string[]) => Promise<{ id: string; name: string }[]>;

const NAMES: Record<Exclude<TargetKind, 'code' | 'none'>, Names> = {
  person: (db, ids) => db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids)),
  ticket: async (db, ids) => {
    const rows = await db
      .select({ id: tickets.id, number: tickets.number })
      .from(tickets)
      .where(inArray(tickets.id, ids));
    return rows.map(({ id, number }) => ({ id, name: String(number) }));
  },
  site: (db, ids) => db.select({ id: sites.id, name: sites.name }).from(sites).where(inArray(sites.id, ids)),
  reply: (db, ids) =>
    db.select({ id: savedReplies.id, name: savedReplies.name }).from(savedReplies).where(inArray(savedReplies.id, ids)),
  team: (db, ids) => db.select({ id: teams.id, name: teams.name }).from(teams).where(inArray(teams.id, ids)),
  webhook: (db, ids) =>
    db.select({ id: webhooks.id, name: webhooks.name }).from(webhooks).where(inArray(webhooks.id, ids)),
  view: (db, ids) => db.select({ id: views.id, name: views.name }).from(views).where(inArray(views.id, ids)),
};

interface Line {
  action: string;
  targetId: string | null;
  data: Record<string, unknown>;
}

const kindOf = (action: string): TargetKind =>
  action in ACTIONS ? ACTIONS[action as keyof typeof ACTIONS][1] : 'none';

/** One query for each kind of target among the lines. */
export async function nameTargets(db: Db, lines: Line[]): Promise<(line: Line) => string | null> {
  const wanted = new Map<TargetKind, Set<string>>();
  for (const { action, targetId } of lines) {
    if (targetId === null) continue;
    const kind = kindOf(action);
    wanted.set(kind, (wanted.get(kind) ?? new Set()).add(targetId));
  }
  const found = new Map<string, string>();
  for (const [kind, ids] of wanted) {
    if (kind === 'code' || kind === 'none') continue;
    for (const { id, name } of await NAMES[kind](db, [...ids])) found.set(`${kind} ${id}`, name);
  }
  return ({ action, targetId, data }) => {
    if (targetId === null) return null;
    const kind = kindOf(action);
    if (kind === 'code') return targetId;
    // Of a deleted ticket the number is kept, so that it can be told from another.
    if (kind === 'ticket' && typeof data['number'] === 'number') return String(data['number']);
    return found.get(`${kind} ${targetId}`) ?? null;
  };
}
