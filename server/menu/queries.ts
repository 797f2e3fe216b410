import { asc } from 'drizzle-orm';
import { type Db, prepared } from '../../db/database.ts';
import { menuItems, menuPeople, menuRoles } from '../../db/schema/people.ts';
import { can } from '../auth/policy.ts';
import { AREAS, type Me, type Rights, type RoleKind } from '../people/contract.ts';
import type { Item } from './contract.ts';

/** Nothing of it is worth showing without its items. */
const ONLY_ITEMS = 'settings';
/** Without these nobody could open the menu again. */
const NEEDED = ['settings', 'menu'];
const ICONS: Record<string, string> = {
  ...{ waiting: 'clock', mine: 'user', mentions: 'at-sign', snoozed: 'alarm-clock', all: 'list', settings: 'settings' },
};

const stored = prepared((db) => db.select().from(menuItems).orderBy(asc(menuItems.weight), asc(menuItems.code)));
const toRoles = prepared((db) => db.select().from(menuRoles).orderBy(asc(menuRoles.role)));
const toPeople = prepared((db) => db.select().from(menuPeople).orderBy(asc(menuPeople.userId)));

/** Every item in its order, also those that are hidden. */
export async function allItems(db: Db): Promise<Item[]> {
  const rows = await stored(db).execute();
  const roles = Map.groupBy(await toRoles(db).execute(), ({ item }) => item);
  const people = Map.groupBy(await toPeople(db).execute(), ({ item }) => item);
  return rows.map(({ weight: _weight, isOwn: own, ...row }) => ({
    ...row,
    icon: row.icon ?? ICONS[row.code] ?? null,
    own,
    needed: NEEDED.includes(row.code),
    roles: (roles.get(row.code) ?? []).map(({ role }) => role),
    people: (people.get(row.code) ?? []).map(({ userId }) => userId),
  }));
}

export const findItem = async (db: Db, code: string): Promise<Item | null> =>
  (await allItems(db)).find((one) => one.code === code) ?? null;

interface Reader {
  /** Null where it is shown for a role, to nobody in particular. */
  id: string | null;
  role: string;
  kind: RoleKind;
  rights: Rights;
}

/** The navigation of this person: what they may see, under parents that they see too. */
export async function menuFor(db: Db, reader: Reader): Promise<Me['menu']> {
  if (reader.kind !== 'staff') return [];
  const items = await allItems(db);
  const byCode = new Map(items.map((one) => [one.code, one]));
  const isShown = (one: Item): boolean => {
    const parent = one.parent === null ? undefined : byCode.get(one.parent);
    return isFor(reader, one) && (parent === undefined || isShown(parent));
  };
  const shown = items.filter(isShown);
  return shown
    .filter(({ code }) => code !== ONLY_ITEMS || shown.some(({ parent }) => parent === code))
    .map(({ code, label, href, icon, area, parent, section }) => ({ code, label, href, icon, area, parent, section }));
}

function isFor({ id, role, rights }: Reader, { area, hidden, needed, roles, people }: Item): boolean {
  const known = AREAS.find((name) => name === area);
  if (area !== null && !(known && can({ rights }, 'view', known))) return false;
  if (needed) return true;
  const isLimited = roles.length + people.length > 0;
  return !hidden && (!isLimited || roles.includes(role) || (id !== null && people.includes(id)));
}
