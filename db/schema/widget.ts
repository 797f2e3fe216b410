import { index, json, table, text, timestamp, uniqueIndex } from '#dialect';
import type { Hours } from '../../server/hours/contract.ts';
import type { SiteLook } from '../../server/sites/contract.ts';
import { users } from './people.ts';

/** A page, or several, of somebody else's that the widget stands on. */
export const sites = table(
  'sites',
  {
    id: text().primaryKey(),
    /** Public: it stands in the snippet. */
    key: text().notNull(),
    name: text().notNull(),
    /** Exact origins, such as https://shop.example. They keep others from putting the widget up; they prove nothing. */
    origins: json<string[]>().notNull(),
    /** What server/sites/contract.ts says: colour, side, texts, fields to ask for first. */
    look: json<SiteLook>().notNull(),
    /** When somebody answers; null: it is not said. */
    hours: json<Hours>(),
    /** Shared with the site's own server, which signs with it who a visitor is. It has to be known to verify; no answer holds it after the first. */
    identitySecret: text(),
    /** Where the widget was last loaded from, and when first. */
    seenOrigin: text(),
    seenAt: timestamp(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [uniqueIndex('sites_key').on(t.key)],
);

/** What is known of a customer who came by the widget. All but `externalId` is what a browser or its page says: data, and no proof. */
export const visitors = table(
  'visitors',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    siteId: text().references(() => sites.id, { onDelete: 'set null' }),
    /** Who they are to the site, as its server signed: the `sub` of its token. Null: nobody said. */
    externalId: text(),
    email: text(),
    language: text(),
    timeZone: text(),
    device: text(),
    page: text(),
    pageTitle: text(),
    referrer: text(),
    /** What the page says of them, such as its plan or the content of a bag. */
    fields: json<Record<string, string | number | boolean>>().notNull().default({}),
    seenAt: timestamp().notNull(),
    /** Since when the team does not want to hear of them; their row in `users` is not active then. */
    blockedAt: timestamp(),
  },
  (t) => [uniqueIndex('visitors_external').on(t.siteId, t.externalId), index('visitors_seen').on(t.seenAt)],
);

/** Tokens of sites that were used: each counts once. Swept when they have expired anyway. */
export const usedTokens = table('used_tokens', { hash: text().primaryKey(), expiresAt: timestamp().notNull() }, (t) => [
  index('used_tokens_expiry').on(t.expiresAt),
]);
