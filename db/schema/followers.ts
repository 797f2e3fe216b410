import { int, table, text } from '#dialect';

/** Up to which event each follower has come: server/jobs/followers.ts. */
export const followers = table('followers', { name: text().primaryKey(), position: int().notNull() });
