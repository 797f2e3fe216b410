import * as v from 'valibot';
import { openness } from '../hours/contract.ts';
import { email, me, name } from '../people/contract.ts';
import { siteLook } from '../sites/contract.ts';
import { line } from '../text/contract.ts';

export const siteKey = v.pipe(v.string(), v.regex(/^[\w-]{8,40}$/u, 'This is not the key of a site.'));

/** What anybody may know of a site: `GET /api/widget/sites/:key`, and what stands in the frame's page. */
export const siteConfig = v.object({
  key: v.string(),
  name: v.string(),
  look: siteLook,
  /** Null: the site does not say when somebody answers. */
  hours: v.nullable(openness),
  /** Whether anybody of the team is there now. */
  here: v.boolean(),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;
/** What the loader is told: with the colour of what stands on the brand's, and its label in the page's language. */
export const loaderConfig = v.object({ ...siteConfig.entries, ink: v.string(), label: v.string() });
export type LoaderConfig = v.InferOutput<typeof loaderConfig>;

/** Of the web: a link with another scheme must not stand in the desk. */
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
/** Where the visitor is and what the page says of them: data, shown to staff as such, and never a proof of anything. */
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

/** `POST /api/widget/visitors`: somebody writes for the first time. */
export const startVisitor = v.strictObject({
  site: siteKey,
  name: v.optional(name),
  email: v.optional(email),
  /** The answer to what 429 `widget.proof_needed` asked. */
  proof: v.optional(
    v.strictObject({
      challenge: v.pipe(v.string(), v.maxLength(300)),
      /** With which SHA-256 of `challenge:answer` begins with as many zero bits as were asked for. */
      answer: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
  ...visit,
});
/** `token` opens what is theirs, as `Authorization: Bearer …`; it is shown this once. */
export const startedVisitor = v.object({ token: v.string(), me });
export type StartedVisitor = v.InferOutput<typeof startedVisitor>;

/** `POST /api/widget/identity`: the site's server says who this is. An anonymous visitor's bearer brings their history along. */
export const identify = v.strictObject({ site: siteKey, token: v.pipe(v.string(), v.maxLength(4000)), ...visit });
export const identified = v.object({ ...startedVisitor.entries, joined: v.number() });
export type Identified = v.InferOutput<typeof identified>;

/** `PATCH /api/widget/me`: what a visitor says of themselves. An address joins nothing and proves nothing. */
export const editVisitor = v.strictObject({ name: v.optional(name), email: v.optional(v.nullable(email)) });
/** `GET /api/widget/me`, and what changing it answers. `known`: their site said who they are, and their name is not theirs to change. */
export const saidOfSelf = v.object({ name: v.string(), email: v.nullable(v.string()), known: v.boolean() });

/**
 * What staff know of a customer who came by the widget: `GET /api/tickets/:id/visitor`, null of anybody else. All but
 * `externalId`, `here` and `blocked` is what a browser or its page says, or the visitor: data, and no proof.
 */
export const visitor = v.object({
  userId: v.string(),
  name: v.string(),
  /** Who they are to the site, as its server signed it. Null: nobody said. */
  externalId: v.nullable(v.string()),
  email: v.nullable(v.string()),
  /** Null once the site was removed. */
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
  /** Whether they have the widget open somewhere now. */
  here: v.boolean(),
  blocked: v.boolean(),
});
export type Visitor = v.InferOutput<typeof visitor>;

/** `PUT /api/visitors/:userId/blocked` (staff). */
export const setBlocked = v.strictObject({ blocked: v.boolean() });
