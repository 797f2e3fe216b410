import * as v from 'valibot';
import { openness } from '../hours/contract.ts';
import { email, me, name, profile } from '../people/contract.ts';
import { siteLook } from '../sites/contract.ts';
import { line } from '../text/contract.ts';

export const siteKey = v.pipe(v.string(), v.regex(/^[\w-]{8,40}$/u, 'This is not the key of a site.'));

/** The public settings of a site: in `GET /api/widget/sites/:key` and in the frame's page. */
export const siteConfig = v.object({
  key: v.string(),
  name: v.string(),
  look: siteLook,
  /** Null if the site shows no opening hours. */
  hours: v.nullable(openness),
  /** Whether any member of the team is connected and available. */
  here: v.boolean(),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;
/** The settings in the frame's page. `team`: first names and pictures of those who answer, of whom a stranger learns nothing else. */
export const frameConfig = v.object({
  ...siteConfig.entries,
  team: v.array(v.object({ name: v.string(), picture: profile.entries.picture })),
});
export type FrameConfig = v.InferOutput<typeof frameConfig>;
/** The settings for the loader, with the text colour on the brand colour and a label in the page's language. */
export const loaderConfig = v.object({ ...siteConfig.entries, ink: v.string(), label: v.string() });
export type LoaderConfig = v.InferOutput<typeof loaderConfig>;

/** Only http and https: the desk must not show links with other schemes. */
const address = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.url(),
  v.check((text) => /^https?:\/\//iu.test(text), 'This is not the address of a page.'),
);
const few = (max: number) =>
  v.pipe(
    line(0, max, 'Send a text'),
    v.transform((text) => text || null),
  );
/** The visitor's page and its data about them. Unverified; shown to staff as such. */
export const visit = {
  page: v.optional(address),
  pageTitle: v.optional(few(200)),
  referrer: v.optional(address),
  language: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,35}$/u, 'This is not a language.'))),
  timeZone: v.optional(v.pipe(v.string(), v.regex(/^[\w+/-]{1,64}$/u, 'This is not a time zone.'))),
  fields: v.optional(
    v.pipe(
      v.record(
        v.pipe(v.string(), v.regex(/^[a-z][\w-]{0,39}$/iu, 'Use letters, digits, - and _.')),
        v.union([line(0, 300, 'Send a text'), v.number(), v.boolean()]),
      ),
      v.check((fields) => Object.keys(fields).length <= 30, 'Send at most 30 fields.'),
    ),
  ),
};
export const visitInput = v.strictObject(visit);
export type Visit = v.InferOutput<typeof visitInput>;

/** `POST /api/widget/visitors`: starts as a new visitor. */
export const startVisitor = v.strictObject({
  site: siteKey,
  name: v.optional(name),
  email: v.optional(email),
  /** The proof of work that 429 `widget.proof_needed` requested. */
  proof: v.optional(
    v.strictObject({
      challenge: v.pipe(v.string(), v.maxLength(300)),
      /** A number for which SHA-256 of `challenge:answer` starts with the requested number of zero bits. */
      answer: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
  ...visit,
});
/** Send `token` as `Authorization: Bearer …`. It is returned only once. */
export const startedVisitor = v.object({ token: v.string(), me });
export type StartedVisitor = v.InferOutput<typeof startedVisitor>;

/** `POST /api/widget/identity`: identifies by a token of the site's server. An anonymous visitor's bearer moves their tickets. */
export const identify = v.strictObject({ site: siteKey, token: v.pipe(v.string(), v.maxLength(4000)), ...visit });
export const identified = v.object({ ...startedVisitor.entries, joined: v.number() });
export type Identified = v.InferOutput<typeof identified>;

/** `PATCH /api/widget/me`: name and address that a visitor typed. The address is unverified and moves no tickets. */
export const editVisitor = v.strictObject({ name: v.optional(name), email: v.optional(v.nullable(email)) });
/** `GET` and `PATCH /api/widget/me`. `known`: the site identified the visitor, who cannot change their name. */
export const saidOfSelf = v.object({ name: v.string(), email: v.nullable(v.string()), known: v.boolean() });

/**
 * Visitor data for staff: `GET /api/tickets/:id/visitor`, null for customers with an account. Everything except `externalId`,
 * `here` and `blocked` comes from the browser, its page or the visitor, and is unverified.
 */
export const visitor = v.object({
  userId: v.string(),
  name: v.string(),
  /** The `sub` that the site's server signed; null for an anonymous visitor. */
  externalId: v.nullable(v.string()),
  email: v.nullable(v.string()),
  /** Null if the site was deleted. */
  site: v.nullable(v.object({ id: v.string(), name: v.string() })),
  language: v.nullable(v.string()),
  timeZone: v.nullable(v.string()),
  /** The browser's User-Agent. */
  device: v.nullable(v.string()),
  page: v.nullable(v.string()),
  pageTitle: v.nullable(v.string()),
  referrer: v.nullable(v.string()),
  fields: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  seenAt: v.number(),
  /** Whether the visitor is connected now. */
  here: v.boolean(),
  blocked: v.boolean(),
});
export type Visitor = v.InferOutput<typeof visitor>;

/** `PUT /api/visitors/:userId/blocked` (staff). */
export const setBlocked = v.strictObject({ blocked: v.boolean() });
