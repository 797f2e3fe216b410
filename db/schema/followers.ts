import { int, table, text } from '#dialect';

/** The last event id that each follower has handled: server/jobs/followers.ts. */
export const followers = table('followers', { name: text().primaryKey(), position: int().notNull() });
