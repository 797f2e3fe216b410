import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../db/sqlite/connection.ts';
import { migrate } from '../db/sqlite/migrate.ts';
import { createStorage, storageFolder } from '../server/attachments/storage.ts';
import type { Actor } from '../server/auth/actor.ts';
import { CREW_FROM, PASSWORD, STAFF } from '../server/demo/cast.ts';
import { createDay } from '../server/demo/day.ts';
import { signInCrew } from '../server/demo/live.ts';
import { tellHistory } from '../server/demo/history.ts';
import { addShopSite } from '../server/demo/shop/site.ts';
import { furnish } from '../server/demo/showroom.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { CHANNELS } from '../server/tickets/contract.ts';
import { countsOf } from '../server/tickets/queries.ts';
import { type Desk, startDesk } from './support/desk.ts';
import { Person } from './support/person.ts';
import { seeded } from './support/random.ts';
import { stored } from './support/stored.ts';

let dataDir: string;
let db: ReturnType<typeof connect>;
let cast: { staff: Actor[]; customers: Actor[] };
let desk: Desk;
const random = seeded(7);
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  const file = join(dataDir, 'answerback.db');
  migrate(file);
  db = connect(file);
  const now = Date.now();
  cast = await tellHistory({ db, storage: createStorage(storageFolder(dataDir)) }, { now, random });
  const { key } = await addShopSite(db, cast.staff, { origin: 'http://localhost:3001' });
  await furnish(db, { ...cast, site: key, now });
  desk = await startDesk({ dataDir, admin: false });
});
afterAll(async () => {
  await desk.stop();
  db.close();
  await rm(dataDir, { recursive: true, force: true });
});

const snapshotOf = async (email: string) => {
  const person = await new Person(desk.url).signIn(email, PASSWORD);
  return (await person.get<Snapshot>('/api/snapshot')).body;
};

describe('the demo', () => {
  it('has something in every part of the desk from the first second, for everybody who can sign in', async () => {
    for (const { email } of STAFF) {
      const { counts, lists } = await snapshotOf(email);
      expect(counts?.waiting).toBeGreaterThanOrEqual(10);
      expect(counts?.waiting).toBeLessThanOrEqual(25);
      expect(counts?.snoozed).toBe(3);
      expect(counts?.mentions).toBeGreaterThan(0);
      expect(lists.drafts.items.length).toBeGreaterThan(0);
      expect(lists.tags.items.length).toBeGreaterThan(4);
      expect(lists.sharedViews.items.length).toBeGreaterThan(1);
    }
    const ida = await new Person(desk.url).signIn(STAFF[0].email, PASSWORD);
    expect((await ida.get<{ items: unknown[] }>('/api/saved-replies')).body.items.length).toBeGreaterThan(4);
    const rows = (await ida.get<{ items: TicketRow[] }>('/api/tickets?order=updated&limit=100')).body.items;
    expect(new Set(rows.map(({ channel }) => channel))).toEqual(new Set(CHANNELS));
    expect(rows.some(({ mergedInto }) => mergedInto !== null)).toBe(true);
    expect(rows.some(({ tags }) => tags.length > 0)).toBe(true);
    const n = (sql: string) => stored<{ n: number }>(desk, `SELECT count(*) AS n FROM ${sql}`)[0]?.n;
    expect(n('tickets WHERE rating IS NOT NULL')).toBeGreaterThan(20);
    expect(n('attachments WHERE thumbnail_key IS NOT NULL')).toBeGreaterThan(0);
  });

  it('shows the crew as present', async () => {
    const ida = await new Person(desk.url).signIn(STAFF[0].email, PASSWORD);
    const hers = await ida.listen();
    const here = new Set<string>();
    hers.socket.on('team-presence', ({ people }) => people.forEach((one) => one.here && here.add(one.id)));
    const crew = cast.staff.slice(CREW_FROM);
    const signOut = await signInCrew(
      desk.url,
      STAFF.slice(CREW_FROM).map(({ email }) => email),
    );
    await expect.poll(() => crew.filter(({ id }) => here.has(id)).length).toBe(crew.length);
    signOut();
    hers.close();
  });

  it('keeps its queue between 10 and 25, whatever nobody does, for five hours', async () => {
    const crew = cast.staff.slice(CREW_FROM);
    const day = createDay({ commit: desk.commit, db, random, customers: cast.customers.slice(1), crew });
    const seen = new Set<number>();
    for (let at = 0; at < 1_500; at += 1) {
      desk.ahead.ms += 12_000;
      await day.step();
      const { waiting } = await countsOf(db.reader);
      seen.add(waiting);
      expect(waiting).toBeGreaterThanOrEqual(10);
      expect(waiting).toBeLessThanOrEqual(25);
    }
    // It moves.
    expect(seen.size).toBeGreaterThan(3);
  });
});
