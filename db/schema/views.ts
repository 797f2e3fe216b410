import { bool, index, json, table, text, timestamp } from '#dialect';
import type { TicketOrder } from '../../server/tickets/contract.ts';
import type { ViewBase, ViewFilters } from '../../server/views/contract.ts';
import { users } from './people.ts';

/** Saved views: a named list of tickets with its base list, filters and order. */
export const views = table(
  'views',
  {
    id: text().primaryKey(),
    ownerId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    shared: bool().notNull(),
    name: text().notNull(),
    base: text().$type<ViewBase>().notNull(),
    order: text().$type<TicketOrder>().notNull(),
    filters: json<ViewFilters>().notNull(),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
  },
  (t) => [index('views_shown').on(t.shared, t.ownerId, t.id)],
);
