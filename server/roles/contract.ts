import * as v from 'valibot';
import { givenRights, menuItem, rights, roleKind } from '../people/contract.ts';
import { line } from '../text/contract.ts';

/** They come with the product: they can be renamed, and never deleted. */
export const PREDEFINED = ['customer', 'agent', 'supervisor', 'admin'] as const;
export const isPredefined = (code: string) => PREDEFINED.some((one) => one === code);

export const ROLE_NAME_MAX = 60;
/** Everybody chooses from the whole list. */
export const ROLES_MOST = 100;

/** As every desk knows a role. */
export const listedRole = v.object({ code: v.string(), name: v.string(), kind: roleKind });
export type ListedRole = v.InferOutput<typeof listedRole>;

export const role = v.object({
  ...listedRole.entries,
  predefined: v.boolean(),
  /** Everybody who has it, also people who are deactivated. */
  people: v.number(),
  rights,
});
export type Role = v.InferOutput<typeof role>;

/** What the desk shows to a person with this role. */
export const preview = v.object({ ...listedRole.entries, rights, menu: v.array(menuItem) });
export type Preview = v.InferOutput<typeof preview>;

export const roleCode = v.pipe(
  v.string(),
  v.maxLength(40, 'Use at most 40 characters.'),
  v.regex(/^[a-z][a-z0-9_]*$/u, 'Use small letters, digits and underscores, and begin with a letter.'),
);
const name = line(1, ROLE_NAME_MAX, 'Write a name');

/** Without a code it gets one made of its name. Without rights it may do nothing. */
export const addRole = v.strictObject({
  code: v.optional(roleCode),
  name,
  kind: v.optional(roleKind, 'staff'),
  rights: v.optional(givenRights, {}),
});
export const editRole = v.strictObject({ name });
/** The role that its people get instead. */
export const deleteRole = v.strictObject({ replaceBy: v.optional(v.pipe(v.string(), v.maxLength(40))) });
