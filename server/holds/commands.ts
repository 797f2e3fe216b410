import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { uuidv7 } from '../../db/ids.ts';
import { holds, isPersonHold, isTicketHold } from '../../db/schema/privacy.ts';
import { audit } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Access } from '../auth/policy.ts';
import { notFound } from '../errors.ts';
import { isErased } from '../erasure/queries.ts';
import { findUser } from '../people/queries.ts';
import type { User } from '../people/contract.ts';
import { accessTicket } from '../tickets/access.ts';
import { forgetEarlierOfCustomer, forgetEarlierOfTicket } from './earlier-texts.ts';
import { findVisitor } from '../widget/queries.ts';

const access: Access = { needs: ['update', 'settings'], only: 'staff' };

interface NewHold {
  id: string;
  reason: string;
}

/** A second hold on the same ticket changes only its reason. */
export const holdTicket = command(access, async (unit, actor, { id, reason }: NewHold) => {
  const ticket = await accessTicket(unit.tx, actor, id);
  const known = and(isTicketHold, eq(holds.ticketId, ticket.id));
  const changed = await unit.tx.update(holds).set({ reason }).where(known).returning({ id: holds.id });
  if (changed.length > 0) return;
  const made = { id: uuidv7(), reason, byId: actor.id, createdAt: unit.now };
  await unit.tx.insert(holds).values({ ...made, ticketId: ticket.id });
  const { number, id: targetId } = ticket;
  await audit(unit, { actorId: actor.id, action: 'hold.ticket_set', targetId, data: { number } });
});

/** Ending a hold that is not there changes nothing. */
export const endTicketHold = command(access, async (unit, actor, { id }: { id: string }) => {
  const ticket = await accessTicket(unit.tx, actor, id);
  const { number, id: targetId } = ticket;
  const gone = await unit.tx
    .delete(holds)
    .where(and(isTicketHold, eq(holds.ticketId, targetId)))
    .returning({ id: holds.id });
  if (gone.length === 0) return;
  await forgetEarlierOfTicket(unit, ticket);
  await audit(unit, { actorId: actor.id, action: 'hold.ticket_ended', targetId, data: { number } });
});

export const holdPerson = command(access, async (unit, actor, { id, reason }: NewHold) => {
  const person = await findUser(unit.tx, id);
  if (!person || (await isErased(unit.tx, id)) || (await isShell(unit.tx, person))) throw notFound();
  const known = and(isPersonHold, eq(holds.userId, id));
  const changed = await unit.tx.update(holds).set({ reason }).where(known).returning({ id: holds.id });
  if (changed.length > 0) return;
  const made = { id: uuidv7(), reason, byId: actor.id, createdAt: unit.now };
  await unit.tx.insert(holds).values({ ...made, userId: id });
  await audit(unit, { actorId: actor.id, action: 'hold.person_set', targetId: id });
});

export const endPersonHold = command(access, async (unit, actor, { id }: { id: string }) => {
  if (!(await findUser(unit.tx, id))) throw notFound();
  const gone = await unit.tx
    .delete(holds)
    .where(and(isPersonHold, eq(holds.userId, id)))
    .returning({ id: holds.id });
  if (gone.length === 0) return;
  await forgetEarlierOfCustomer(unit, id);
  await audit(unit, { actorId: actor.id, action: 'hold.person_ended', targetId: id });
});

/** The row that stays of a visitor who turned out to be a known customer: a hold on it would keep nothing. */
const isShell = async (db: Db, { id, kind, active, email }: User) =>
  kind === 'customer' && !active && email === null && (await findVisitor(db, id)) === null;
