import { count, eq } from 'drizzle-orm';
import { invitations } from '../../db/schema/invitations.ts';
import { rolePermissions, roles, users } from '../../db/schema/people.ts';
import { audit } from '../audit/commands.ts';
import { changeRights, requireMayChange, rightNames } from '../auth/change-rights.ts';
import { command } from '../auth/command.ts';
import { requireHoldersNotAbove } from '../auth/may-act-on.ts';
import { holdsAll, lackingOf, requireMayGive, roleRights } from '../auth/policy.ts';
import { reconnectPeople } from '../auth/sessions.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields, notFound } from '../errors.ts';
import { fold } from '../folding/contract.ts';
import type { Rights, RoleKind } from '../people/contract.ts';
import { coherent, rowsOfRole } from '../permissions/rows.ts';
import { isPredefined, type ListedRole, type Role, ROLES_MOST } from './contract.ts';
import { findListedRole, findRole, roleList } from './queries.ts';

interface NewRole {
  code?: string | undefined;
  name: string;
  kind: RoleKind;
  rights: Rights;
}

export const addRole = command({ needs: ['create', 'roles'] }, async (unit, actor, input: NewRole): Promise<Role> => {
  const all = await roleList(unit.tx);
  if (all.length >= ROLES_MOST)
    throw new AppError(409, 'roles.full', `There are ${ROLES_MOST} roles already. Delete one that nobody has.`);
  requireFreeName(all, input.name);
  if (all.some(({ code }) => code === input.code))
    throw new AppError(409, 'roles.code_taken', `There is a role with the code ${input.code}. Choose another code.`, {
      fields: { code: 'Another role has this code.' },
    });
  const rights = coherent(input.kind, input.rights);
  requireMayChange('roles', actor, { before: {}, now: rights });
  const code = input.code ?? codeOf(input.name, all);
  await unit.tx.insert(roles).values({ code, name: input.name, kind: input.kind });
  await unit.tx.insert(rolePermissions).values(rowsOfRole(rights).map((row) => ({ role: code, ...row })));
  await audit(unit, { actorId: actor.id, action: 'role.added', targetId: code, after: { rights: rightNames(rights) } });
  return requireRole(unit, code);
});

export const renameRole = command(
  { needs: ['update', 'roles'] },
  async (unit, actor, { code, name }: { code: string; name: string }): Promise<Role> => {
    const known = await requireRole(unit, code);
    if (known.name === name) return known;
    requireFreeName(
      (await roleList(unit.tx)).filter((one) => one.code !== code),
      name,
    );
    await unit.tx.update(roles).set({ name }).where(eq(roles.code, code));
    const data = { changed: ['name'] };
    await audit(unit, { actorId: actor.id, action: 'role.renamed', targetId: code, data });
    return { ...known, name };
  },
);

interface Deletion {
  code: string;
  replaceBy?: string | undefined;
}

/** Its people and open invitations get the role `replaceBy`; without it, a role in use stays. */
export const deleteRole = command({ needs: ['delete', 'roles'] }, async (unit, actor, input: Deletion) => {
  const { code, replaceBy } = input;
  const role = await findListedRole(unit.tx, code);
  if (!role) throw notFound();
  if (isPredefined(code))
    throw new AppError(409, 'roles.predefined', `${role.name} comes with Answerback, so it cannot be deleted.`);
  const its = await roleRights(unit.tx, code);
  if (!holdsAll(actor, its))
    throw lackingOf('roles', { actor, rights: its, message: 'This role may do more than you.' });
  const [people, invited] = [await countOf(unit, code), await invitedTo(unit, code)];
  if (replaceBy === undefined && people + invited > 0) throw inUse(role, people, invited);
  if (replaceBy !== undefined) {
    await requireReplacement(unit, role, replaceBy);
    await requireMayGive(unit.tx, actor, replaceBy);
    await requireHoldersNotAbove(unit, actor, code);
    await reconnectPeople(unit, unit.tx.select({ id: users.id }).from(users).where(eq(users.role, code)));
    await changeRights(unit, actor, () => unit.tx.update(users).set({ role: replaceBy }).where(eq(users.role, code)));
    await unit.tx.update(invitations).set({ role: replaceBy }).where(eq(invitations.role, code));
  }
  await unit.tx.delete(roles).where(eq(roles.code, code));
  const data = { people, ...(replaceBy !== undefined && { replaceBy }) };
  await audit(unit, { actorId: actor.id, action: 'role.deleted', targetId: code, data });
});

async function requireRole(unit: Unit, code: string): Promise<Role> {
  const role = await findRole(unit.tx, code);
  if (!role) throw notFound();
  return role;
}

function requireFreeName(all: ListedRole[], name: string) {
  if (!all.some((one) => fold(one.name) === fold(name))) return;
  throw new AppError(409, 'roles.name_taken', `There is a role named ${name} already. Choose another name.`, {
    fields: { name: 'Another role has this name.' },
  });
}

/** Of the letters and digits of its name; a number makes it unlike all others. */
function codeOf(name: string, all: ListedRole[]): string {
  const letters = fold(name)
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replaceAll(/^[^a-z]+|_+$/gu, '');
  const base = letters.slice(0, 32) || 'role';
  const isFree = (code: string) => !all.some((one) => one.code === code);
  if (isFree(base)) return base;
  for (let n = 2; ; n += 1) if (isFree(`${base}_${n}`)) return `${base}_${n}`;
}

async function countOf({ tx }: Unit, code: string) {
  const [row] = await tx.select({ n: count() }).from(users).where(eq(users.role, code));
  return row?.n ?? 0;
}

async function invitedTo({ tx }: Unit, code: string) {
  const [row] = await tx.select({ n: count() }).from(invitations).where(eq(invitations.role, code));
  return row?.n ?? 0;
}

function inUse({ name }: ListedRole, people: number, invited: number) {
  const who = [
    ...(people > 0 ? [people === 1 ? '1 person has' : `${people} people have`] : []),
    ...(invited > 0 ? [invited === 1 ? '1 invitation is for' : `${invited} invitations are for`] : []),
  ].join(' and ');
  const message = `${who} the role ${name}. Choose the role that they get instead.`;
  return new AppError(409, 'roles.in_use', message, { details: { people, invitations: invited } });
}

async function requireReplacement({ tx }: Unit, role: ListedRole, replaceBy: string) {
  const other = await findListedRole(tx, replaceBy);
  if (!other || other.code === role.code) throw invalidFields({ replaceBy: 'Choose another role that exists.' });
  if (other.kind !== role.kind)
    throw invalidFields({ replaceBy: 'Staff cannot become customers, nor customers staff.' });
}
