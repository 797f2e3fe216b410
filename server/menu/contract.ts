import * as v from 'valibot';
import { line, uuid } from '../text/contract.ts';

/** The desk draws these; an item without one has none. */
export const MENU_ICONS = [
  ...(['clock', 'user', 'at-sign', 'alarm-clock', 'list', 'settings'] as const),
  ...(['link', 'book', 'globe', 'phone', 'chart', 'cart', 'star', 'flag', 'file', 'help'] as const),
] as const;
export type MenuIcon = (typeof MENU_ICONS)[number];

/** Own links; what comes with the product does not count. */
export const OWN_MOST = 100;
/** The navigation, its items, and theirs. */
export const LEVELS_MOST = 3;

/** An item as an admin sees it, also where it is hidden. */
export const item = v.object({
  code: v.string(),
  label: v.string(),
  href: v.string(),
  icon: v.nullable(v.string()),
  area: v.nullable(v.string()),
  parent: v.nullable(v.string()),
  section: v.nullable(v.string()),
  hidden: v.boolean(),
  /** Added by an admin; all others come with the product. */
  own: v.boolean(),
  /** It is always shown: without it nobody could open the menu again. */
  needed: v.boolean(),
  /** It is shown to these roles and people only; to everybody with the right if both are empty. */
  roles: v.array(v.string()),
  people: v.array(v.string()),
});
export type Item = v.InferOutput<typeof item>;

const HREF_ASK = 'Write a path of this server such as /api/docs, or an address that begins with https://.';

/** A path that stays on this server, or an address with https: a link that runs a script or leaves unencrypted is neither. */
function isHref(text: string): boolean {
  if (/[\s\\]/u.test(text)) return false;
  if (text.startsWith('/')) return !text.startsWith('//');
  const url = /^https:\/\//iu.test(text) ? URL.parse(text) : null;
  return url !== null && url.hostname !== '' && url.username === '' && url.password === '';
}
const href = v.pipe(line(1, 500, HREF_ASK.slice(0, -1)), v.check(isHref, HREF_ASK));

const code = v.pipe(v.string(), v.maxLength(40));
const label = line(1, 60, 'Write a name');
const section = v.nullable(line(1, 60, 'Write a heading'));
const limits = {
  roles: v.optional(v.pipe(v.array(code), v.maxLength(100, 'Choose at most 100 roles.'))),
  people: v.optional(v.pipe(v.array(uuid), v.maxLength(100, 'Choose at most 100 people.'))),
};

export const addItem = v.strictObject({
  label,
  href,
  icon: v.optional(v.nullable(v.picklist(MENU_ICONS)), null),
  parent: v.optional(v.nullable(code), null),
  section: v.optional(section, null),
  ...limits,
});
export const editItem = v.strictObject({
  label: v.optional(label),
  href: v.optional(href),
  icon: v.optional(v.nullable(v.picklist(MENU_ICONS))),
  parent: v.optional(v.nullable(code)),
  section: v.optional(section),
  hidden: v.optional(v.boolean()),
  ...limits,
  /** Places it before this item of its parent; null places it last. */
  before: v.optional(v.nullable(code)),
});
