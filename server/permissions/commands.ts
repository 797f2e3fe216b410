import { eq } from 'drizzle-orm';
import { rolePermissions, userPermissions, users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import { changeRights, requireMayChange, rightNames } from '../auth/change-rights.ts';
import { accountCommand } from '../auth/account-command.ts';
import { command } from '../auth/command.ts';
import { requireRight } from '../auth/policy.ts';
import { rightsOf } from '../auth/rights.ts';
import { reconnectPeople } from '../auth/sessions.ts';
import { AppError, invalidFields, notFound } from '../errors.ts';
import type { Rights } from '../people/contract.ts';
import { findRole } from '../roles/queries.ts';
import { rightsOfPerson } from './queries.ts';
import { coherent, rowsOf, rowsOfRole } from './rows.ts';

/** Sets all rights of a role, for its people at once. */
export const setRightsOfRole = command(
  { needs: ['update', 'roles'] },
  async (unit, actor, { code, rights: asked }: { code: string; rights: Rights }): Promise<Rights> => {
    const role = await findRole(unit.tx, code);
    if (!role) throw notFound();
    if (code === 'admin')
      throw new AppError(
        409,
        'roles.fixed',
        `${role.name} always has every right, so that somebody can always set things right. Make another role.`,
      );
    const rights = coherent(role.kind, asked);
    if (code === 'customer' && !rights.tickets?.includes('view'))
      throw invalidFields({ 'rights.tickets': 'Everybody who registers gets this role, so it sees tickets.' });
    const [before, after] = [{ rights: rightNames(role.rights) }, { rights: rightNames(rights) }];
    if (before.rights.join() === after.rights.join()) return role.rights;
    requireMayChange('roles', actor, { before: role.rights, now: rights });
    await changeRights(unit, actor, async () => {
      await unit.tx.delete(rolePermissions).where(eq(rolePermissions.role, code));
      await unit.tx.insert(rolePermissions).values(rowsOfRole(rights).map((row) => ({ role: code, ...row })));
    });
    await audit(unit, { actorId: actor.id, action: 'role.rights_changed', targetId: code, before, after });
    await reconnectPeople(unit, unit.tx.select({ id: users.id }).from(users).where(eq(users.role, code)));
    return rights;
  },
);

/** Sets the own rows of a member of the team, each of which wins over the role's row for its area. */
export const setRightsOfPerson = accountCommand(
  async (unit, actor, { id, own: asked }: { id: string; own: Rights }) => {
    requireRight(actor, 'update', 'roles');
    const before = await rightsOfPerson(unit.tx, id);
    if (!before) throw notFound();
    if (before.kind !== 'staff')
      throw new AppError(409, 'permissions.staff_only', 'Only members of the team have rights of their own.');
    const own = withViews(asked);
    const rows = rowsOf(own);
    const now = rightsOf('staff', [...before.ofRole, ...rows]);
    const isSame = JSON.stringify(rowsOf(before.own)) === JSON.stringify(rows);
    if (isSame) return { role: before.role, own: before.own, rights: before.rights };
    // What they lose themselves, callers may take.
    requireMayChange('people', actor, { before: id === actor.id ? actor.rights : before.rights, now });
    await changeRights(unit, actor, async () => {
      await unit.tx.delete(userPermissions).where(eq(userPermissions.userId, id));
      if (rows.length > 0) await unit.tx.insert(userPermissions).values(rows.map((row) => ({ userId: id, ...row })));
    });
    const entry = { before: { rights: rightNames(before.rights) }, after: { rights: rightNames(now) } };
    await audit(unit, { actorId: actor.id, action: 'user.rights_changed', targetId: id, ...entry });
    await reconnectPeople(unit, [id]);
    return { role: before.role, own, rights: now };
  },
);

/** Of their own rows each stands for itself: what it needs of another area may come from the role. */
function withViews(own: Rights): Rights {
  for (const [area, actions] of Object.entries(own)) {
    if (area === 'messages' || area === 'others_tickets' || actions.length === 0) continue;
    if (!actions.includes('view'))
      throw invalidFields({ [`own.${area}`]: 'Whoever may add, change or delete must also see it.' });
  }
  return own;
}
