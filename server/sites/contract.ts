import * as v from 'valibot';
import { hours } from '../hours/contract.ts';
import { line, uuid } from '../text/contract.ts';

/** Exact: scheme, host and port, as a browser says it. Plain http is for one's own machine. */
const origin = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(255, 'This address is too long.'),
  v.transform((text) => text.replace(/\/$/u, '')),
  v.check(isOrigin, 'Write an address such as https://shop.example, without a path.'),
);
function isOrigin(text: string) {
  const url = URL.parse(text);
  if (!url || url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/u.test(url.hostname));
}

const note = (max: number) => v.optional(line(0, max, 'Write a text'), '');
/** What is asked for before the first message, if anything is. */
const field = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,39}$/u, 'Use small letters, digits and _.')),
  label: line(1, 80, 'Write what is asked'),
  type: v.picklist(['text', 'email', 'choice']),
  choices: v.optional(v.pipe(v.array(line(1, 80, 'Write a choice')), v.maxLength(20)), []),
  required: v.boolean(),
});

/** How the widget looks and speaks on one site. An empty text: the widget's own words, in the visitor's language. */
export const siteLook = v.strictObject({
  /** The ground of the launcher, of the send button and of the visitor's own messages; the text on it is computed. */
  brand: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/iu, 'Write a colour such as #1c5c45.'), v.toLowerCase()),
  /** The side of the page that the launcher stands on, by the direction of the text. */
  side: v.picklist(['start', 'end']),
  title: note(60),
  greeting: note(300),
  /** What is said outside the hours. */
  away: note(300),
  fields: v.pipe(v.array(field), v.maxLength(8, 'Ask for at most eight things.')),
});
export type SiteLook = v.InferOutput<typeof siteLook>;
export const DEFAULT_LOOK: SiteLook = { brand: '#1c5c45', side: 'end', title: '', greeting: '', away: '', fields: [] };

const editable = {
  name: line(1, 80, 'Write a name'),
  origins: v.pipe(v.array(origin), v.maxLength(50, 'Use at most 50 addresses.')),
  look: siteLook,
  hours: v.nullable(hours),
};
export const createSite = v.strictObject({
  id: v.optional(uuid),
  name: editable.name,
  origins: editable.origins,
  look: v.optional(siteLook, DEFAULT_LOOK),
  hours: v.optional(v.nullable(hours), null),
});
export const editSite = v.partial(v.strictObject(editable));

/** As admins see it. `seenOrigin` and `seenAt`: where it was first loaded from; null until it was. */
export const site = v.object({
  id: v.string(),
  key: v.string(),
  name: v.string(),
  origins: v.array(v.string()),
  look: siteLook,
  hours: v.nullable(hours),
  hasIdentitySecret: v.boolean(),
  seenOrigin: v.nullable(v.string()),
  seenAt: v.nullable(v.number()),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type Site = v.InferOutput<typeof site>;
