/** Places in the log of events, as their ids. */
import { asc, desc, gte } from 'drizzle-orm';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { events } from '../../db/schema/events.ts';

const lastEvent = prepared((db) => db.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1));

/** The newest event id; 0 if there is none. */
export async function head(db: Db): Promise<number> {
  const [row] = await lastEvent(db).execute();
  return row?.id ?? 0;
}

const firstFrom = prepared((db) =>
  db
    .select({ id: events.id, at: events.at })
    .from(events)
    .where(gte(events.id, bound('id')))
    .orderBy(asc(events.id))
    .limit(1),
);

/** The id of the last event before a time, 0 if there is none: by halving, with some thirty look-ups by id and no index on times. */
export async function lastEventBefore(db: Db, time: number): Promise<number> {
  let [low, high] = [1, (await head(db)) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [event] = await firstFrom(db).execute({ id: middle });
    if (!event || event.at >= time) high = middle;
    else low = event.id + 1;
  }
  return low - 1;
}
