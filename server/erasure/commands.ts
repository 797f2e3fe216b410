import { eq, sql } from 'drizzle-orm';
import { users } from '../../db/schema/people.ts';
import { counters } from '../../db/schema/settings.ts';
import { audit } from '../audit/commands.ts';
import { endTokensOf } from '../auth/api-tokens.ts';
import { command } from '../auth/command.ts';
import { changeRights } from '../auth/change-rights.ts';
import { endSessions } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { invalidFields, notFound } from '../errors.ts';
import { endInvitationsOf } from '../invitations/commands.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { findUser } from '../people/queries.ts';
import { releaseAllOf } from '../queue/commands.ts';
import { asCustomer, changeCustomer } from '../widget/customer.ts';
import { type Erase, ERASED_NAME } from './contract.ts';
import { deleteOwnData } from './own-data.ts';
import { isErased, refusalOf } from './queries.ts';

/**
 * Makes a person anonymous for good. Deletes the rows that belong to the person alone; their tickets and messages stay, without
 * the name. With `texts` a job also deletes the texts of a customer.
 */
export const erasePerson = command(
  { needs: ['delete', 'people'] },
  async (unit, actor, { id, name, texts }: Erase & { id: string }) => {
    const user = await findUser(unit.tx, id);
    if (!user || (await isErased(unit.tx, id))) throw notFound();
    const refusal = await refusalOf(unit.tx, actor, id);
    if (refusal) throw refusal;
    if (name !== user.name) throw invalidFields({ name: 'This is not the name of this person.' });
    if (texts && user.kind === 'staff')
      throw invalidFields({ texts: 'What staff wrote belongs to the tickets of others, and stays.' });

    const released = user.active && user.kind === 'staff' ? await releaseAllOf(unit, actor, id) : [];
    await endSessions(unit, { userId: id });
    await endTokensOf(unit, id);
    await endInvitationsOf(unit, actor, id);
    const anonymise = async () => {
      await deleteOwnData(unit, { id, heirId: actor.id });
      await unit.tx.update(users).set(anonymous(unit.now)).where(eq(users.id, id));
    };
    await (user.kind === 'staff' ? changeRights(unit, actor, anonymise) : anonymise());
    const data = { kind: user.kind, texts, released: released.length };
    await audit(unit, { actorId: actor.id, action: 'person.erased', targetId: id, data });
    if (user.kind === 'staff') await startEverybodyOver(unit);
    else await renameTickets(unit, id);
    if (texts) await enqueue(unit, { kind: 'person.erase_texts', key: id, payload: { after: '' } });
  },
);

const anonymous = (now: number) => ({
  ...{ name: ERASED_NAME, email: null, passwordHash: null, verified: false, active: false },
  ...{ picture: null, locale: 'en', timeZone: 'UTC', lastSeenAt: null, folded: null, availability: 'away' as const },
  erasedAt: now,
});

/** Tells every screen, ticket by ticket, as a change of name does. */
async function renameTickets(unit: Unit, id: string) {
  await changeCustomer(unit, { customer: asCustomer({ id, name: ERASED_NAME }), was: id, verified: false });
  unit.tell({ kind: 'visitor', userId: id });
}

/**
 * A member of staff may have written on a hundred thousand tickets. So no event tells of their new name: every client loads
 * its data again, those that are away when they come back, by an epoch that counts this.
 */
async function startEverybodyOver(unit: Unit) {
  await unit.tx
    .insert(counters)
    .values({ name: 'staff_erased', value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } });
  unit.tell({ kind: 'start-over' });
}
