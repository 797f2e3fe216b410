/** Workers for kinds of a test's own, over a database that exists. */
import { sql } from 'drizzle-orm';
import { connect } from '../../db/sqlite/connection.ts';
import { createCommit } from '../../server/commit.ts';
import { createFeed, type News } from '../../server/feed.ts';
import { createWorkers, type Kinds } from '../../server/jobs/workers.ts';
import { createLog } from '../../server/log.ts';

export const DONE = 'CREATE TABLE done (n integer PRIMARY KEY AUTOINCREMENT, what text)';

/** What the tests' jobs carry. */
export interface TestPayloads {
  mail: { mailId: string };
  call: { callId: string };
}

export function openWorkers(file: string, kinds: Partial<Kinds<TestPayloads>>, clock = Date.now) {
  const db = connect(file);
  const feed = createFeed();
  const publish = (news: News[]) => feed.publish(news);
  const commit = createCommit({ writer: db.writer, clock, publish, onFatal: () => process.exit(1) });
  const deps = { feed, db, commit, clock, log: createLog('silent'), drainMs: 100 };
  return { db, commit, deps, workers: createWorkers<TestPayloads>(kinds as Kinds<TestPayloads>, deps) };
}

// As a process of its own, which the test kills: what it does outside is a line, what it writes is one row.
if (process.argv[1] === import.meta.filename) {
  const { workers } = openWorkers(process.argv[2] ?? '', {
    mail: {
      limit: 2,
      async run({ key }) {
        console.log(key);
        await new Promise((turn) => setTimeout(turn, 20));
        return async ({ tx }) => void (await tx.run(sql`INSERT INTO done (what) VALUES (${key})`));
      },
    },
  });
  setInterval(() => workers.look(), 50);
}
