import { and, desc, eq, gte, inArray, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { auditLog, isNotRoutine } from '../../db/schema/audit.ts';
import { users } from '../../db/schema/people.ts';
import { sha256 } from '../../db/ids.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { badCursor } from '../errors.ts';
import type { AuditFilters, AuditLine } from './contract.ts';
import { nameTargets } from './targets.ts';

const LINES_PER_PAGE = 50;

/** The newest lines first. */
export async function pageOfAudit(
  db: Db,
  {
    cursor,
    limit = LINES_PER_PAGE,
    ...filters
  }: AuditFilters & { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: AuditLine[]; next: string | null }> {
  const rows = await db
    .select({ line: auditLog, actorName: users.name })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .where(and(...conditions(db, filters), cursor === undefined ? undefined : past(cursor, filters)))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const nameOf = await nameTargets(
    db,
    shown.map(({ line }) => line),
  );
  const items = shown.map(({ line, actorName }): AuditLine => {
    const { actorId, targetId, ...rest } = line;
    return {
      ...rest,
      actor: actorId === null ? null : { id: actorId, name: actorName ?? '' },
      target: targetId === null ? null : { id: targetId, name: nameOf(line) },
    };
  });
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.at}_${last.id}_${keyOf(filters)}` : null };
}

/**
 * Every combination of filters that a page of the desk sends reads a range of one index. Without a topic, that is a partial
 * index without routine lines, so a million first visits of the widget are not read.
 */
function conditions(db: Db, filters: AuditFilters): (SQL | undefined)[] {
  const { actor, target, topic, action, request, about, since, until } = filters;
  const asksForRoutine =
    filters.signIns || topic === 'sign_ins' || [action, request, about].some((one) => one !== undefined);
  return [
    actor === undefined ? undefined : actor === 'nobody' ? isNull(auditLog.actorId) : eq(auditLog.actorId, actor),
    target === undefined ? undefined : eq(auditLog.targetId, target),
    topic === undefined ? undefined : eq(auditLog.topic, topic),
    action === undefined ? undefined : eq(auditLog.action, action),
    request === undefined ? undefined : eq(auditLog.requestId, request),
    about === undefined ? undefined : isAbout(db, about),
    since === undefined ? undefined : gte(auditLog.at, since),
    until === undefined ? undefined : lt(auditLog.at, until),
    asksForRoutine ? undefined : isNotRoutine,
  ];
}

/** The number of a ticket that was deleted is not known any more; its id is. */
const isAbout = (db: Db, about: string) =>
  or(
    eq(auditLog.targetId, about),
    eq(auditLog.requestId, about),
    /^\d{1,9}$/u.test(about)
      ? inArray(
          auditLog.targetId,
          db
            .select({ id: tickets.id })
            .from(tickets)
            .where(eq(tickets.number, Number(about))),
        )
      : undefined,
  );

/** With other filters a cursor would skip lines, so it names its own. */
function keyOf(filters: AuditFilters) {
  const { actor, target, topic, action, request, about, since, until, signIns } = filters;
  return sha256(JSON.stringify([actor, target, topic, action, request, about, since, until, signIns])).slice(0, 12);
}

function past(cursor: string, filters: AuditFilters): SQL | undefined {
  const [, at, id, key] = /^(\d{1,15})_(\d{1,15})_([\da-f]{12})$/u.exec(cursor) ?? [];
  if (at === undefined || id === undefined || key !== keyOf(filters)) throw badCursor();
  return or(lt(auditLog.at, Number(at)), and(eq(auditLog.at, Number(at)), lt(auditLog.id, Number(id))));
}
