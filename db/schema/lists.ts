import { index, int, primaryKey, table, text } from '#dialect';

/**
 * Which shared list changed when. Triggers on the tables of the lists keep it, so that no write can forget to: each takes
 * the next number of the counter `lists`, which all of them share. `owner` is empty for a list that many people share.
 */
export const listVersions = table(
  'list_versions',
  { list: text().notNull(), owner: text().notNull(), version: int().notNull() },
  (t) => [primaryKey({ columns: [t.list, t.owner] }), index('list_versions_version').on(t.version)],
);
