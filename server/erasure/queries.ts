import { and, count, countDistinct, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { attachments, isUnsent } from '../../db/schema/attachments.ts';
import { drafts, messages } from '../../db/schema/messages.ts';
import { sessions, users } from '../../db/schema/people.ts';
import { savedReplies } from '../../db/schema/saved-replies.ts';
import { assignments, tickets } from '../../db/schema/tickets.ts';
import { views } from '../../db/schema/views.ts';
import { visitors } from '../../db/schema/widget.ts';
import type { Actor } from '../auth/actor.ts';
import { isAbove, mayDoMore } from '../auth/may-act-on.ts';
import { findHolder } from '../auth/policy.ts';
import { isManager, rightsOfStaff } from '../auth/who-may.ts';
import { AppError, notFound } from '../errors.ts';
import { hasHold } from '../holds/has-hold.ts';
import { findUser } from '../people/queries.ts';
import { lastWay, managersWhoComeIn } from '../sign-in/last-way.ts';
import type { Erasure } from './contract.ts';

const numberOf = async (rows: Promise<{ n: number }[]>) => (await rows)[0]?.n ?? 0;

/** Counts through the indexes of the person's own rows and of their tickets; none reads all messages. */
export async function erasureOf(db: Db, actor: Actor, id: string): Promise<Erasure> {
  const user = await findUser(db, id);
  if (!user || (await isErased(db, id))) throw notFound();
  const [visitor] = await db.select({ email: visitors.email }).from(visitors).where(eq(visitors.userId, id));
  const isCustomer = user.kind === 'customer';
  const ofCustomer = and(eq(tickets.customerId, id), eq(messages.authorId, id), isNull(messages.deletedAt));
  return {
    ...{ id, name: user.name, kind: user.kind },
    refusal: (await refusalOf(db, actor, id))?.code ?? null,
    goes: {
      address: user.email !== null || Boolean(visitor?.email),
      picture: user.picture !== null,
      sessions: await numberOf(db.select({ n: count() }).from(sessions).where(eq(sessions.userId, id))),
      drafts: await numberOf(db.select({ n: count() }).from(drafts).where(eq(drafts.userId, id))),
      savedReplies: await numberOf(db.select({ n: count() }).from(savedReplies).where(eq(savedReplies.ownerId, id))),
      views: await numberOf(
        db
          .select({ n: count() })
          .from(views)
          .where(and(eq(views.ownerId, id), eq(views.shared, false))),
      ),
      files: await numberOf(
        db
          .select({ n: count() })
          .from(attachments)
          .where(and(isUnsent, eq(attachments.uploaderId, id))),
      ),
    },
    stays: {
      tickets: await numberOf(
        isCustomer
          ? db.select({ n: count() }).from(tickets).where(eq(tickets.customerId, id))
          : db
              .select({ n: countDistinct(assignments.ticketId) })
              .from(assignments)
              .where(eq(assignments.assigneeId, id)),
      ),
      released: user.activeTickets,
    },
    texts: isCustomer
      ? {
          messages: await numberOf(
            db
              .select({ n: count() })
              .from(tickets)
              .innerJoin(messages, eq(messages.ticketId, tickets.id))
              .where(ofCustomer),
          ),
          files: await numberOf(
            db
              .select({ n: count() })
              .from(tickets)
              .innerJoin(attachments, eq(attachments.ticketId, tickets.id))
              .where(and(eq(tickets.customerId, id), eq(attachments.uploaderId, id), isNotNull(attachments.messageId))),
          ),
        }
      : null,
  };
}

export async function isErased(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select({ at: users.erasedAt }).from(users).where(eq(users.id, id));
  return (row?.at ?? null) !== null;
}

/** Why this person cannot be erased by this caller. */
export async function refusalOf(db: Db, actor: Actor, id: string): Promise<AppError | null> {
  if (id === actor.id) return new AppError(409, 'users.self', 'You cannot delete yourself. Ask a colleague.');
  if (await hasHold(db, id))
    return new AppError(409, 'holds.held', 'This person, or a ticket of theirs, is on legal hold. End the hold first.');
  const target = await findHolder(db, id);
  if (!target || target.kind !== 'staff') return null;
  if (isAbove(target, actor)) return mayDoMore(actor, target);
  const others = [...(await rightsOfStaff(db))].filter(([other]) => other !== id);
  if (target.active && isManager(target.rights) && !others.some(([, rights]) => isManager(rights)))
    return new AppError(409, 'users.last_admin', 'Nobody could manage people and roles any more.');
  const comeIn = await managersWhoComeIn(db);
  return comeIn.length === 1 && comeIn[0] === id ? lastWay() : null;
}
