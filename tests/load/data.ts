import BetterSqlite from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../db/sqlite/migrate.ts';
import { NOT_WAITING } from '../../db/schema/tickets.ts';
import { standingAt } from '../../server/tickets/deadlines.ts';
import { searchIndexOver } from '../../db/sqlite/search-index.ts';
import { sha256 } from '../../db/ids.ts';

/** How much to make. Everything is the same for the same shape, ids and sessions too. */
export interface Shape {
  customers: number;
  staff: number;
  /** The ticket n belongs to the customer n modulo their number. */
  tickets: number;
  /** Of these, the first so many are open and wait; the rest are closed. */
  open: number;
  /** Spread over the tickets, customer and staff in turn. At least one for each ticket. */
  messages: number;
  /** What the n-th message says, from 1; the same for all without it. */
  text?: (n: number) => string;
  /** Whether the search finds it already, or the server has to make its index. */
  indexed?: boolean;
}

const uuid = (kind: number, n: number) => `01900000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const customerId = (n: number) => uuid(1, n);
export const staffId = (n: number) => uuid(2, n);
export const ticketId = (n: number) => uuid(3, n);
const secretOf = (kind: 'staff' | 'customer', n: number) => `${kind}_seeded${String(n).padStart(36, '0')}`;
export const customerCookie = (n: number) => `sid=${secretOf('customer', n)}`;
export const staffCookie = (n: number) => `sid=${secretOf('staff', n)}`;

export const databaseIn = (dataDir: string) => join(dataDir, 'answerback.db');
const START = Date.UTC(2026, 0, 1);

/**
 * Fills a new database. Millions of rows go in within minutes: no fsync, and the indexes are made at the end. It runs no
 * ANALYZE, as the product does not: with its samples SQLite (STAT4) compiles a join anew for each value that is bound,
 * which measured ten times slower.
 */
export function makeData(dataDir: string, shape: Shape) {
  mkdirSync(dataDir, { recursive: true });
  migrate(databaseIn(dataDir));
  const db = new BetterSqlite(databaseIn(dataDir));
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -1000000');
  const indexes = db
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('messages', 'events', 'tickets')`,
    )
    .all();
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  db.transaction(() => {
    people(db, shape);
    conversations(db, shape);
  })();
  for (const { sql } of indexes) db.exec(sql);
  if (shape.indexed) fillIndex(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** In steps as the server makes them, so that it is built up as one that grew. */
function fillIndex(db: BetterSqlite.Database) {
  const index = searchIndexOver(db);
  const head = db.prepare<[], number | null>('SELECT max(id) FROM events').pluck().get() ?? 0;
  const moveTo = db.prepare(`UPDATE followers SET position = ? WHERE name = 'search'`);
  for (let after = 0; after < head; after += 128) {
    const upTo = Math.min(after + 128, head);
    db.transaction(() => {
      index.advance(after, upTo);
      moveTo.run(upTo);
    })();
  }
}

function people(db: BetterSqlite.Database, { customers, staff }: Shape) {
  const user = db.prepare(
    'INSERT INTO users (id, email, name, role, active, capacity, created_at) VALUES (?, ?, ?, ?, 1, 500, ?)',
  );
  const session = db.prepare(
    'INSERT INTO sessions (hash, id, user_id, kind, created_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const now = Date.now();
  const add = (kind: 'staff' | 'customer', n: number, id: string) => {
    user.run(id, `${kind}${n}@bench.example`, `${kind} ${n}`, kind === 'staff' ? 'supervisor' : 'customer', START);
    // Within the half of its life in which it is not renewed.
    const life = kind === 'staff' ? 12 * 3_600_000 : 30 * 86_400_000;
    session.run(sha256(secretOf(kind, n)), uuid(kind === 'staff' ? 5 : 6, n), id, kind, now, now + life, now);
  };
  for (let n = 0; n < customers; n += 1) add('customer', n, customerId(n));
  for (let n = 0; n < staff; n += 1) add('staff', n, staffId(n));
}

const BODY = 'The grinder makes a noise like a small aeroplane since Monday, and the beans come out far too coarse. ';

const NORMAL = {
  breached: false,
  escalated: false,
  handDueAt: null,
  priorityWeight: 20,
  responseMs: 3_600_000,
  resolutionMs: 172_800_000,
  snoozedUntil: null,
};

function conversations(db: BetterSqlite.Database, shape: Shape) {
  const { customers, staff, tickets, open, messages, text = () => BODY } = shape;
  const ticket = db.prepare(
    `INSERT INTO tickets (id, number, version, customer_version, subject, customer_id, creator_id, status, status_type, active, priority,
       channel, last_seq, last_author_id, last_excerpt, last_message_at, staff_unread, waiting_since, closed_at, created_at,
       priority_weight, response_ms, resolution_ms, due_at, breached, importance, next_move_at, updated_at, customer_updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'normal', 'portal', ?, ?, ?, ?, ?, ?, ?, ?, 20, 3600000, 172800000, ?, ?, ?, ?, ?, ?)`,
  );
  const message = db.prepare(
    'INSERT INTO messages (id, ticket_id, event_id, author_id, body, created_at, seq, sent_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const event = db.prepare(
    `INSERT INTO events (id, ticket_id, customer_id, type, actor_id, subject_id, data, at) VALUES (?, ?, ?, ?, ?, ?, '{}', ?)`,
  );
  const hash = sha256(BODY);
  const now = Date.now();
  const perTicket = Math.max(1, Math.round(messages / Math.max(1, tickets)));
  let eventId = 0;
  // As time writes it: everybody's first message, everybody's second…
  for (let seq = 1; seq <= perTicket; seq += 1) {
    for (let n = 0; n < tickets; n += 1) {
      eventId += 1;
      const at = START + eventId;
      const [id, customer] = [ticketId(n), customerId(n % customers)];
      const author = seq % 2 === 1 || staff === 0 ? customer : staffId(n % staff);
      message.run(uuid(4, eventId), id, eventId, author, text(eventId), at, seq, hash);
      event.run(eventId, id, customer, seq === 1 ? 'ticket.opened' : 'message.sent', author, uuid(4, eventId), at);
    }
  }
  for (let n = 0; n < tickets; n += 1) {
    const customer = customerId(n % customers);
    const version = tickets * (perTicket - 1) + n + 1;
    const isOpen = n < open;
    const [status, created] = [isOpen ? 'open' : 'closed', START + n];
    const times = { createdAt: created, waitingSince: isOpen ? created : NOT_WAITING };
    const standing = standingAt({ ...NORMAL, ...times, active: isOpen }, now);
    ticket.run(
      ...[ticketId(n), 1001 + n, version, version, `The grinder is loud, no. ${n}`, customer, customer, status, status],
      ...[isOpen ? 1 : 0, perTicket, customer, BODY, START + version, isOpen ? 1 : 0],
      ...[isOpen ? created : NOT_WAITING, isOpen ? null : START + version, created],
      ...[
        standing.dueAt,
        standing.breached ? 1 : 0,
        standing.importance,
        standing.nextMoveAt,
        START + version,
        START + version,
      ],
    );
  }
  db.prepare(`UPDATE counters SET value = ? WHERE name = 'ticket_number'`).run(1000 + tickets);
}
