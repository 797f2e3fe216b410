import { sql } from 'drizzle-orm';
import { prepared } from '../../db/database.ts';
import { replyTimes } from '../../db/schema/tickets.ts';
import type { Unit } from '../commit.ts';
import { bucketOf, HOUR_MS } from './queries.ts';

const countOne = prepared((db) =>
  db
    .insert(replyTimes)
    .values({
      hour: sql.placeholder('hour'),
      teamId: sql.placeholder('teamId'),
      bucket: sql.placeholder('bucket'),
      count: 1,
    })
    .onConflictDoUpdate({
      target: [replyTimes.hour, replyTimes.teamId, replyTimes.bucket],
      set: { count: sql`${replyTimes.count} + 1` },
    }),
);

/** Counted in the transaction of the first answer, so that no query has to scan the tickets. */
export const countFirstReply = ({ tx, now }: Unit, { waitedMs, teamId }: { waitedMs: number; teamId: string | null }) =>
  countOne(tx).execute({ hour: now - (now % HOUR_MS), teamId: teamId ?? '', bucket: bucketOf(waitedMs) });
