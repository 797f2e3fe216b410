/** Statuses, priorities and categories, as admins keep them. One set of commands, because they have the same life. */
import { and, eq, ne } from 'drizzle-orm';
import { statuses } from '../../db/schema/ticket-fields.ts';
import { tickets } from '../../db/schema/tickets.ts';
import { audit, changes } from '../audit/commands.ts';
import { command } from '../auth/command.ts';
import type { Access } from '../auth/policy.ts';
import type { Unit } from '../commit.ts';
import { AppError, invalidFields } from '../errors.ts';
import { handOnDefault } from '../teams/defaults.ts';
import { replaceInViews } from '../views/replacing.ts';
import { codeFor } from './code-for.ts';
import { type Colour, type FieldList, type StatusType, VALUES_MOST } from './contract.ts';
import { applyPriority, moveTickets } from './moving.ts';
import { hasValue, requireValue, tableOf, usesOf, type Value, valuesOf } from './queries.ts';

const access = (action: 'create' | 'update' | 'delete'): Access => ({ needs: [action, 'settings'], only: 'staff' });
const NAME_OF = { statuses: 'status', priorities: 'priority', categories: 'category' } as const;

interface Edit {
  name?: string | undefined;
  description?: string | undefined;
  colour?: Colour | undefined;
  weight?: number | undefined;
  isDefault?: boolean | undefined;
  archived?: boolean | undefined;
  type?: StatusType | undefined;
  responseMinutes?: number | undefined;
  resolutionMinutes?: number | undefined;
}
export type NewValue = Omit<Edit, 'archived' | 'name'> & { code?: string | undefined; name: string };
interface Of {
  list: FieldList;
}

export const addValue = command(access('create'), async (unit, actor, { list, ...input }: NewValue & Of) => {
  const all = await valuesOf(unit.tx, list);
  if (all.length >= VALUES_MOST)
    throw new AppError(409, 'values.full', `There are ${VALUES_MOST} already. Use one of them.`);
  const { code = codeFor(input.name, all), ...fields } = input;
  if (all.some((one) => one.code === code))
    throw new AppError(409, 'values.code_taken', `There is or was one with the code ${code}. Choose another code.`);
  const last = Math.max(0, ...all.filter(({ deleted }) => !deleted).map(({ weight }) => weight));
  const none = { description: '', colour: 'ink' as const, isDefault: false };
  const row: Value = {
    ...{ ...none, archived: false, deleted: false, replacedBy: null, weight: Math.min(last + 10, 1_000) },
    ...known(fields),
    ...{ code, name: input.name },
  };
  requireSense(all, row);
  if (row.isDefault) await takeDefault(unit, list, row);
  await unit.tx.insert(tableOf(list)).values(row);
  await audit(unit, { actorId: actor.id, action: `${NAME_OF[list]}.added`, targetId: code });
  return row;
});

const VALUES = ['colour', 'weight', 'isDefault', 'archived', 'type', 'responseMinutes', 'resolutionMinutes'] as const;

export const editValue = command(
  access('update'),
  async (unit, actor, { list, code, ...input }: Edit & Of & { code: string }) => {
    const row = await requireValue(unit.tx, list, code);
    const next: Value = { ...row, ...known(input) };
    const changed = changes(row, next, { values: VALUES, texts: ['name', 'description'] });
    if (Object.keys(changed).length === 0) return row;
    requireSense(await valuesOf(unit.tx, list), next);
    const loses = next.archived || !next.isDefault || next.type !== row.type;
    // Without a default of a category, tickets get none.
    if (row.isDefault && loses && (list !== 'categories' || next.archived)) throw isDefault(row);
    if (next.isDefault && next.archived) throw invalidFields({ archived: 'An archived one cannot be the default.' });
    if (next.type !== row.type) await requireUnused(unit, list, row);
    if (next.isDefault && !row.isDefault) await takeDefault(unit, list, next);
    await store(unit, list, next);
    await audit(unit, { actorId: actor.id, action: `${NAME_OF[list]}.edited`, targetId: code, ...changed });
    if (list === 'priorities' && ranksAnew(row, next)) await applyPriority(unit, code);
    return next;
  },
);

/** Undefined means that a field was not given. */
const known = <F extends object>(fields: F) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof F]: Exclude<F[K], undefined>;
  };

const ranksAnew = (was: Value, now: Value) =>
  was.weight !== now.weight ||
  was.responseMinutes !== now.responseMinutes ||
  was.resolutionMinutes !== now.resolutionMinutes;

/** Gives every value of a list that is not deleted its place. */
export const orderValues = command(access('update'), async (unit, actor, { list, codes }: Of & { codes: string[] }) => {
  const all = (await valuesOf(unit.tx, list)).filter(({ deleted }) => !deleted);
  const isWhole = codes.length === all.length && all.every(({ code }) => codes.includes(code));
  if (!isWhole) throw invalidFields({ codes: `Name each once: ${all.map(({ code }) => code).join(', ')}.` });
  const moved = all.flatMap((row) => {
    const weight = (codes.indexOf(row.code) + 1) * 10;
    return weight === row.weight ? [] : [{ ...row, weight }];
  });
  for (const row of moved) {
    await store(unit, list, row);
    if (list === 'priorities') await applyPriority(unit, row.code);
  }
  if (moved.length > 0)
    await audit(unit, { actorId: actor.id, action: 'values.ordered', targetId: list, data: { codes } });
  return (await valuesOf(unit.tx, list)).filter(({ deleted }) => !deleted);
});

interface Delete extends Of {
  code: string;
  replaceBy?: string | undefined;
}

/** Its tickets go to `replaceBy`, the first ones in this unit. The row stays for the history, and nobody sees it elsewhere. */
export const deleteValue = command(access('delete'), async (unit, actor, { list, code, replaceBy }: Delete) => {
  const row = await requireValue(unit.tx, list, code);
  const to = replaceBy === undefined ? null : await replacementFor(unit, { list, row, replaceBy });
  if (!to && row.isDefault && list !== 'categories') throw isDefault(row);
  if (!to) await requireUnused(unit, list, row);
  await store(unit, list, { ...row, archived: true, deleted: true, isDefault: false, replacedBy: to?.code ?? null });
  if (to && row.isDefault) await store(unit, list, { ...to, isDefault: true });
  if (list === 'categories') await handOnDefault(unit, { from: code, to: to?.code ?? null });
  const moved = to ? await moveTickets(unit, actor, { list, from: code }) : { moved: 0, left: false };
  if (to) await replaceInViews(unit, { filter: NAME_OF[list], from: code, to: to.code });
  const data = { replacedBy: to?.code ?? null };
  await audit(unit, { actorId: actor.id, action: `${NAME_OF[list]}.deleted`, targetId: code, data });
  return moved;
});

async function replacementFor(
  unit: Unit,
  { list, row, replaceBy }: { list: FieldList; row: Value; replaceBy: string },
) {
  const to = (await valuesOf(unit.tx, list)).find(({ code, archived }) => code === replaceBy && !archived);
  const problem =
    !to || to.code === row.code
      ? 'Choose another one that is not archived.'
      : to.type !== row.type
        ? 'Choose a status of the same type: tickets must not open or close by this.'
        : null;
  if (!to || problem) throw invalidFields({ replaceBy: problem ?? '' });
  return to;
}

const store = ({ tx }: Unit, list: FieldList, { code, ...row }: Value) =>
  tx
    .update(tableOf(list))
    .set(row)
    .where(eq(tableOf(list).code, code));

/** Before the new default is stored: the database allows one. */
async function takeDefault({ tx }: Unit, list: FieldList, { code, type }: Value) {
  const table = tableOf(list);
  const inScope = type === undefined ? undefined : eq(statuses.type, type);
  await tx
    .update(table)
    .set({ isDefault: false })
    .where(and(eq(table.isDefault, true), ne(table.code, code), inScope));
}

function requireSense(all: Value[], { code, name, responseMinutes = 0, resolutionMinutes = 0 }: Value) {
  const same = (one: Value) => one.name.toLocaleLowerCase('en') === name.toLocaleLowerCase('en');
  if (all.some((one) => one.code !== code && !one.deleted && same(one)))
    throw invalidFields({ name: 'There is one with this name already.' });
  if (resolutionMinutes < responseMinutes)
    throw invalidFields({ resolutionMinutes: 'A resolution takes at least as long as the first answer.' });
}

async function requireUnused(unit: Unit, list: FieldList, { code, name }: Value) {
  const [one] = await unit.tx.select({ id: tickets.id }).from(tickets).where(hasValue(list, code)).limit(1);
  if (!one) return;
  const uses = (await usesOf(unit.tx, list)).get(code) ?? { n: 1, more: false };
  const message = `Tickets have “${name}”. Replace it by another one, or archive it.`;
  throw new AppError(409, 'values.in_use', message, { details: { tickets: uses } });
}

const isDefault = ({ name }: Value) =>
  new AppError(409, 'values.is_default', `“${name}” is the default. Make another one the default first.`);
