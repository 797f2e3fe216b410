import { index, json, table, text, timestamp, uniqueIndex } from '#dialect';
import type { Hours } from '../../server/hours/contract.ts';
import type { SiteLook } from '../../server/sites/contract.ts';
import { users } from './people.ts';

/** Websites that embed the widget. */
export const sites = table(
  'sites',
  {
    id: text().primaryKey(),
    /** Public: part of the embed snippet. */
    key: text().notNull(),
    name: text().notNull(),
    /** Exact origins, such as https://shop.example. Other sites cannot show the widget; a program can still pretend to be one. */
    origins: json<string[]>().notNull(),
    /** Colour, side, texts and fields to ask for first: see server/sites/contract.ts. */
    look: json<SiteLook>().notNull(),
    /** Opening hours; null if the site shows none. */
    hours: json<Hours>(),
    /** Shared with the site's server, which signs identity tokens with it. Stored in plain to verify them; shown only once. */
    identitySecret: text(),
    /** The origin that last loaded the widget, and the time of the first load. */
    seenOrigin: text(),
    seenAt: timestamp(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('sites_key').on(t.key)],
);

/** Data of a customer who came through the widget. Everything except `externalId` comes from a browser and is unverified. */
export const visitors = table(
  'visitors',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    siteId: text().references(() => sites.id, { onDelete: 'set null' }),
    /** The `sub` of the identity token that the site's server signed; null for an anonymous visitor. */
    externalId: text(),
    email: text(),
    language: text(),
    timeZone: text(),
    device: text(),
    page: text(),
    pageTitle: text(),
    referrer: text(),
    /** Data from the page, such as a plan or the contents of a cart. */
    fields: json<Record<string, string | number | boolean>>().notNull().default({}),
    seenAt: timestamp().notNull(),
    /** When staff blocked the visitor; their row in `users` is inactive then. */
    blockedAt: timestamp(),
  },
  (t) => [uniqueIndex('visitors_external').on(t.siteId, t.externalId), index('visitors_seen').on(t.seenAt)],
);

/** Used identity tokens: each is accepted once. Deleted after they expire. */
export const usedTokens = table('used_tokens', { hash: text().primaryKey(), expiresAt: timestamp().notNull() }, (t) => [
  index('used_tokens_expiry').on(t.expiresAt),
]);
