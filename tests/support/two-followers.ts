/** Two followers of different pace, which write down what they took into a table `taken`, over a database that exists. */
import { sql } from 'drizzle-orm';
import { createCommit } from '../../server/commit.ts';
import { connect } from '../../db/sqlite/connection.ts';
import { createFeed, type News } from '../../server/feed.ts';
import { createFollowers, type Follower } from '../../server/jobs/followers.ts';
import { createLog } from '../../server/log.ts';

export const TAKEN = 'CREATE TABLE taken (n integer PRIMARY KEY AUTOINCREMENT, follower text, event integer)';

export const taking = (
  name: string,
  atOnce: number,
  begins: Follower['begins'] = 'with the first event',
): Follower => ({
  name,
  begins,
  atOnce,
  delayMs: 1,
  givesWay: false,
  async handle({ tx }, batch) {
    for (const { id } of await batch.events())
      await tx.run(sql`INSERT INTO taken (follower, event) VALUES (${name}, ${id})`);
  },
});

export function openFollowers(file: string, followers: Follower[]) {
  const db = connect(file);
  const feed = createFeed();
  const publish = (news: News[]) => feed.publish(news);
  const commit = createCommit({ writer: db.writer, clock: Date.now, publish, onFatal: () => process.exit(1) });
  const all = createFollowers(followers, { feed, db, commit, log: createLog('silent'), retryMs: 20 });
  return { db, commit, followers: all };
}

// As a process of its own, which the test kills.
if (process.argv[1] === import.meta.filename) {
  const { followers } = openFollowers(process.argv[2] ?? '', [taking('quick', 20), taking('slow', 7)]);
  await followers.start();
  setInterval(() => {}, 1_000);
}
