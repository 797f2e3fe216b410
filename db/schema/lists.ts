import { index, int, primaryKey, table, text } from '#dialect';

/**
 * The version of each list. Triggers on the lists' tables write it, so that no command can forget to; each takes the next
 * number of the common counter `lists`. `owner` is empty for a shared list.
 */
export const listVersions = table(
  'list_versions',
  { list: text().notNull(), owner: text().notNull(), version: int().notNull() },
  (t) => [primaryKey({ columns: [t.list, t.owner] }), index('list_versions_version').on(t.version)],
);
