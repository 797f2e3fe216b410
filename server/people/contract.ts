import * as v from 'valibot';
import { addressIn } from './address.ts';
import { line, shownAs, uuid } from '../text/contract.ts';

export const roleKind = v.picklist(['staff', 'customer']);
export type RoleKind = v.InferOutput<typeof roleKind>;

/** A person as others see them. */
export const person = v.object({ id: v.string(), name: v.string(), kind: roleKind });
export type Person = v.InferOutput<typeof person>;

export const AREAS = [
  'tickets',
  'others_tickets',
  'messages',
  'notes',
  'saved_replies',
  'people',
  'teams',
  'roles',
  'settings',
  'audit',
] as const;
export const ACTIONS = ['view', 'create', 'update', 'delete'] as const;
export type Area = (typeof AREAS)[number];
export type Action = (typeof ACTIONS)[number];
/** The allowed actions per area; a missing area allows nothing. */
export const rights = v.record(v.string(), v.array(v.picklist(ACTIONS)));
export type Rights = Partial<Record<Area, Action[]>>;
/** Rights as they are set: every area by its name, and no other. */
export const givenRights = v.strictObject(
  v.entriesFromList(
    AREAS,
    v.optional(
      v.pipe(
        v.array(v.picklist(ACTIONS)),
        v.maxLength(ACTIONS.length, 'Name each action once.'),
        v.transform((actions) => ACTIONS.filter((one) => actions.includes(one))),
      ),
    ),
  ),
);

/** `area`: what one must see to see the item. `parent`: the code of the item that it is listed under; `section`: the heading there. */
export const menuItem = v.object({
  code: v.string(),
  label: v.string(),
  href: v.string(),
  /** A name of `MENU_ICONS` in server/menu/contract.ts. */
  icon: v.nullable(v.string()),
  area: v.nullable(v.string()),
  parent: v.nullable(v.string()),
  section: v.nullable(v.string()),
});

/** The assigner gives tickets only to people who are available and connected. */
export const availability = v.picklist(['available', 'away']);
export type Availability = v.InferOutput<typeof availability>;

/** The answer of `GET /api/me`. */
export const me = v.object({
  id: v.string(),
  name: v.string(),
  /** Null for a widget visitor. */
  email: v.nullable(v.string()),
  role: v.string(),
  kind: roleKind,
  capacity: v.number(),
  availability,
  locale: v.string(),
  timeZone: v.string(),
  rights,
  menu: v.array(menuItem),
});
export type Me = Omit<v.InferOutput<typeof me>, 'rights'> & { rights: Rights };

/** The address, locale and time zone of a ticket's customer; no address for a widget visitor, `UTC` if the zone is unknown. */
export const whereabouts = v.object({ email: v.nullable(v.string()), locale: v.string(), timeZone: v.string() });
export type Whereabouts = v.InferOutput<typeof whereabouts>;

/** A person as an admin sees them. */
export const user = v.object({
  id: v.string(),
  name: v.string(),
  email: v.nullable(v.string()),
  role: v.string(),
  kind: roleKind,
  active: v.boolean(),
  capacity: v.number(),
  activeTickets: v.number(),
  createdAt: v.number(),
  /** When they were last connected, to within a minute; null if never. */
  lastSeenAt: v.nullable(v.number()),
});
export type User = v.InferOutput<typeof user>;

/** A colleague, for the assignee menu. */
export const colleague = v.object({
  id: v.string(),
  name: v.string(),
  role: v.string(),
  capacity: v.number(),
  activeTickets: v.number(),
  availability,
});
export type Colleague = v.InferOutput<typeof colleague>;

/** A mail address; the output is its one form, whichever was typed. */
export const email = v.pipe(
  v.string(),
  v.maxLength(320, 'This address is too long.'),
  v.check((text) => addressIn(text) !== null, 'Write an address such as name@example.com.'),
  v.transform((text) => addressIn(text)?.shown ?? text),
  shownAs({ format: 'idn-email', maxLength: 254 }),
);
export const name = line(1, 80, 'Write a name');

const PASSWORD_MAX = 256;
/** Cuts before normalising, because normalising a long chain of accents takes quadratic time. */
const codePoints = (text: string) => [...text.slice(0, 8 * PASSWORD_MAX).normalize('NFKC')].length;
export const PASSWORD_MIN = 10;
export const newPassword = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), 'This text holds a broken character.'),
  v.check((text) => codePoints(text) >= PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`),
  v.check(
    (text) => text.length <= 8 * PASSWORD_MAX && codePoints(text) <= PASSWORD_MAX,
    `Use at most ${PASSWORD_MAX} characters.`,
  ),
);

export const createUser = v.strictObject({
  id: v.optional(uuid),
  name,
  email,
  role: v.optional(v.pipe(v.string(), v.maxLength(40)), 'customer'),
});
export const editUser = v.strictObject({
  name: v.optional(name),
  role: v.optional(v.pipe(v.string(), v.maxLength(40))),
  active: v.optional(v.boolean()),
  capacity: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(500))),
});
export const editMe = v.strictObject({ availability: v.optional(availability) });
export const listUsers = v.strictObject({
  kind: v.optional(roleKind),
  q: v.optional(v.pipe(v.string(), v.maxLength(100))),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
