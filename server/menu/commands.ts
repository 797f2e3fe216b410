import { and, eq, inArray, sql } from 'drizzle-orm';
import { menuItems, menuPeople, menuRoles, roles, users } from '../../db/schema/people.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields, notFound } from '../errors.ts';
import { fold } from '../folding/contract.ts';
import { type Item, LEVELS_MOST, type MenuIcon, OWN_MOST } from './contract.ts';
import { allItems, findItem } from './queries.ts';

interface Limits {
  roles?: string[] | undefined;
  people?: string[] | undefined;
}
interface NewItem extends Limits {
  label: string;
  href: string;
  icon: MenuIcon | null;
  parent: string | null;
  section: string | null;
}

export const addItem = command(
  { needs: ['create', 'settings'] },
  async (unit, actor, input: NewItem): Promise<Item> => {
    const all = await allItems(unit.tx);
    if (all.filter(({ own }) => own).length >= OWN_MOST)
      throw new AppError(409, 'menu.full', `There are ${OWN_MOST} links of your own already. Delete one.`);
    const { label, href, icon, parent, section } = input;
    const code = codeOf(label, all);
    requireParent(all, code, parent);
    await unit.tx.insert(menuItems).values({ code, label, href, icon, parent, section, weight: 0, isOwn: true });
    await setLimits(unit, code, input);
    await place(unit, { code, parent, before: null });
    await audit(unit, { actorId: actor.id, action: 'menu.added', targetId: code });
    return requireItem(unit, code);
  },
);

interface Edit extends Limits {
  code: string;
  label?: string | undefined;
  href?: string | undefined;
  icon?: MenuIcon | null | undefined;
  parent?: string | null | undefined;
  section?: string | null | undefined;
  hidden?: boolean | undefined;
  before?: string | null | undefined;
}

/** What comes with the product keeps its address, and the settings and this page stay where everybody finds them. */
export const editItem = command({ needs: ['update', 'settings'] }, async (unit, actor, input: Edit): Promise<Item> => {
  const { code, label, href, icon, parent, section, hidden, before } = input;
  const known = await requireItem(unit, code);
  if (href !== undefined && href !== known.href && !known.own)
    throw invalidFields({ href: 'Only your own links can lead somewhere else.' });
  const isLimited = (input.roles?.length ?? 0) + (input.people?.length ?? 0) > 0;
  const isMoved = parent !== undefined && parent !== known.parent;
  if (known.needed && (hidden === true || isMoved || isLimited))
    throw new AppError(
      409,
      'menu.needed',
      `${known.label} stays where it is, for everybody who may see it: without it nobody could open the menu again.`,
    );
  const all = await allItems(unit.tx);
  if (isMoved) requireParent(all, code, parent);
  const set = defined({ label, href, icon, parent, section, hidden });
  if (Object.keys(set).length > 0) await unit.tx.update(menuItems).set(set).where(eq(menuItems.code, code));
  await setLimits(unit, code, input);
  if (before !== undefined || isMoved)
    await place(unit, { code, parent: parent ?? known.parent, before: before ?? null });
  const now = await requireItem(unit, code);
  const values = ['icon', 'parent', 'hidden', 'roles', 'people'] as const;
  const changed = changes(known, now, { values, texts: ['label', 'href', 'section'] });
  if (Object.keys(changed).length > 0)
    await audit(unit, { actorId: actor.id, action: 'menu.edited', targetId: code, ...changed });
  return now;
});

/** Deletes an own link; its items move up to its parent. */
export const deleteItem = command(
  { needs: ['delete', 'settings'] },
  async (unit, actor, { code }: { code: string }) => {
    const known = await requireItem(unit, code);
    if (!known.own)
      throw new AppError(409, 'menu.built_in', `${known.label} comes with Answerback: hide it instead of deleting it.`);
    await unit.tx.update(menuItems).set({ parent: known.parent }).where(eq(menuItems.parent, code));
    await unit.tx.delete(menuItems).where(eq(menuItems.code, code));
    await audit(unit, { actorId: actor.id, action: 'menu.deleted', targetId: code });
  },
);

async function requireItem(unit: Unit, code: string): Promise<Item> {
  const item = await findItem(unit.tx, code);
  if (!item) throw notFound();
  return item;
}

/** Of the letters and digits of its name; a number makes it unlike all others. `link-` keeps it from the codes of the product. */
function codeOf(label: string, all: Item[]): string {
  const letters = fold(label)
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  const base = `link-${letters.slice(0, 24)}`.replace(/-$/u, '');
  const isFree = (code: string) => !all.some((one) => one.code === code);
  if (isFree(base)) return base;
  for (let n = 2; ; n += 1) if (isFree(`${base}-${n}`)) return `${base}-${n}`;
}

/** The parent exists, is not the item itself or below it, and does not make the menu too deep. */
function requireParent(all: Item[], code: string, parent: string | null) {
  if (parent === null) return;
  const byCode = new Map(all.map((one) => [one.code, one]));
  if (!byCode.has(parent)) throw invalidFields({ parent: 'There is no such item.' });
  const above: string[] = [];
  for (let at: string | null = parent; at !== null; at = byCode.get(at)?.parent ?? null) {
    if (at === code)
      throw invalidFields({ parent: 'An item cannot stand under itself or under one of its own items.' });
    above.push(at);
  }
  const depthBelow = (one: string): number =>
    1 + Math.max(0, ...all.filter((child) => child.parent === one).map((child) => depthBelow(child.code)));
  if (above.length + depthBelow(code) > LEVELS_MOST)
    throw invalidFields({ parent: `The menu has at most ${LEVELS_MOST} levels.` });
}

/** Numbers the items of a parent anew, with this one before another or last. */
async function place(
  unit: Unit,
  { code, parent, before }: { code: string; parent: string | null; before: string | null },
) {
  const rows = await unit.tx.select().from(menuItems).orderBy(menuItems.weight, menuItems.code);
  const others = rows.filter((row) => row.parent === parent && row.code !== code);
  const own = rows.find((row) => row.code === code);
  const at = before === null ? others.length : others.findIndex((row) => row.code === before);
  if (!own || at < 0) throw invalidFields({ before: 'There is no such item under this parent.' });
  const ordered = others.toSpliced(at, 0, own).map((row, n) => ({ ...row, weight: 10 * (n + 1) }));
  // One statement for all of them.
  await unit.tx
    .insert(menuItems)
    .values(ordered)
    .onConflictDoUpdate({ target: menuItems.code, set: { weight: sql`excluded.weight` } });
}

async function setLimits({ tx }: Unit, code: string, { roles: toRoles, people: toPeople }: Limits) {
  if (toRoles) {
    const wanted = [...new Set(toRoles)];
    const found =
      wanted.length > 0 ? await tx.select({ code: roles.code }).from(roles).where(inArray(roles.code, wanted)) : [];
    if (found.length < wanted.length) throw invalidFields({ roles: 'One of these roles does not exist.' });
    await tx.delete(menuRoles).where(eq(menuRoles.item, code));
    if (wanted.length > 0) await tx.insert(menuRoles).values(wanted.map((role) => ({ item: code, role })));
  }
  if (toPeople) {
    const wanted = [...new Set(toPeople)];
    const staff = and(inArray(users.id, wanted), eq(roles.kind, 'staff'));
    const found =
      wanted.length > 0
        ? await tx.select({ id: users.id }).from(users).innerJoin(roles, eq(roles.code, users.role)).where(staff)
        : [];
    if (found.length < wanted.length) throw invalidFields({ people: 'Choose members of the team.' });
    await tx.delete(menuPeople).where(eq(menuPeople.item, code));
    if (wanted.length > 0) await tx.insert(menuPeople).values(wanted.map((userId) => ({ item: code, userId })));
  }
}

function defined(fields: Omit<Edit, 'code' | 'before' | 'roles' | 'people'>) {
  const { label, href, icon, parent, section, hidden } = fields;
  return {
    ...(label !== undefined && { label }),
    ...(href !== undefined && { href }),
    ...(icon !== undefined && { icon }),
    ...(parent !== undefined && { parent }),
    ...(section !== undefined && { section }),
    ...(hidden !== undefined && { hidden }),
  };
}
