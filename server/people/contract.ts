import * as v from 'valibot';
import { addressIn } from './address.ts';
import { timeZone } from '../hours/contract.ts';
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

/** The path of a picture on this server. Another picture has another path, so what is there never changes. Null for none. */
const picture = v.nullable(v.string());

/** What people say about themselves: one list that every screen of a person keeps, so that a change shows everywhere. */
export const profile = v.object({
  name: v.string(),
  /** Null for a widget visitor. */
  email: v.nullable(v.string()),
  picture,
  locale: v.string(),
  timeZone: v.string(),
});
export type Profile = v.InferOutput<typeof profile>;

/** The answer of `GET /api/me`. */
export const me = v.object({
  id: v.string(),
  ...profile.entries,
  role: v.string(),
  kind: roleKind,
  capacity: v.number(),
  availability,
  rights,
  menu: v.array(menuItem),
});
export type Me = Omit<v.InferOutput<typeof me>, 'rights'> & { rights: Rights };

/** The profile of a ticket's customer without their name; no address for a widget visitor, `UTC` if the zone is unknown. */
export const whereabouts = v.omit(profile, ['name']);
export type Whereabouts = v.InferOutput<typeof whereabouts>;

/** A person as an admin sees them. */
export const user = v.object({
  id: v.string(),
  ...profile.entries,
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
  picture,
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

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
/** The one way to write a language tag; null for a tag of no language. */
function localeIn(text: string): string | null {
  try {
    const { language, baseName } = new Intl.Locale(text);
    return languages.of(language) === undefined ? null : baseName;
  } catch {
    return null;
  }
}
const locale = v.pipe(
  v.string(),
  v.maxLength(35, 'Use a language tag such as en, de-AT or pt-BR.'),
  v.check((text) => localeIn(text) !== null, 'Use a language tag such as en, de-AT or pt-BR.'),
  v.transform((text) => localeIn(text) ?? text),
);

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

/** A typed password can be any text, so that a wrong one is told as wrong and not as malformed. */
export const typedPassword = v.pipe(v.string(), v.maxLength(1024, 'This password is too long.'));

const profileInput = {
  email: v.optional(email),
  locale: v.optional(locale),
  /** A name of the IANA list. An offset, which is right for half of the year, is none. */
  timeZone: v.optional(v.pipe(timeZone, v.regex(/^[A-Z]/u, 'Choose a time zone, such as Europe/Madrid.'))),
};

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
  ...profileInput,
});
export const editMe = v.strictObject({
  name: v.optional(name),
  /** Staff only. */
  availability: v.optional(availability),
  ...profileInput,
  /** The current password, which another address needs. Who has none proves a recent sign-in instead. */
  password: v.optional(typedPassword),
});
export const listUsers = v.strictObject({
  kind: v.optional(roleKind),
  q: v.optional(v.pipe(v.string(), v.maxLength(100))),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
