/**
 * B5, the floor of a message: a bare Hono POST, one raw insert into the same table (FULL, grouped as ours), one Socket.IO
 * emit to the room of the ticket. Nobody is asked who they are, and nothing is looked at.
 */
import { getRequestListener } from '@hono/node-server';
import BetterSqlite from 'better-sqlite3';
import { Hono } from 'hono';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { databaseIn } from '../data.ts';

const db = new BetterSqlite(databaseIn(process.env['DATA_DIR'] ?? ''));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
const insert = db.prepare(
  `INSERT INTO messages (id, ticket_id, event_id, author_id, body, created_at, seq, sent_hash) VALUES (?, ?, ?, ?, ?, ?, ?, '')`,
);
const author = String(db.prepare('SELECT id FROM users LIMIT 1').pluck().get());
let eventId = Number(db.prepare('SELECT max(event_id) FROM messages').pluck().get());
const seqs = new Map<string, number>();
const lastSeq = db.prepare('SELECT max(seq) FROM messages WHERE ticket_id = ?').pluck();

const app = new Hono();
const server = createServer();
const io = new Server(server, { perMessageDeflate: false, httpCompression: false, serveClient: false });
io.on('connection', (socket) => {
  socket.on('sync', async ({ watching }: { watching: { ticketId: string }[] }) => {
    await socket.join(watching.map(({ ticketId }) => ticketId));
    socket.emit('caught-up', {});
  });
});

interface Message {
  id: string;
  ticketId: string;
  eventId: number;
  seq: number;
  body: string;
}
const GROUP_MAX = 64;
const queue: { message: Message; done: () => void }[] = [];
function drain() {
  const group = queue.splice(0, GROUP_MAX);
  db.exec('BEGIN IMMEDIATE');
  for (const { message } of group)
    insert.run(message.id, message.ticketId, message.eventId, author, message.body, Date.now(), message.seq);
  db.exec('COMMIT');
  for (const { message } of group)
    io.to(message.ticketId).emit('facts', {
      events: [{ type: 'message.sent', ticketId: message.ticketId, message }],
      rows: [],
      cursor: message.eventId,
    });
  for (const { done } of group) done();
  if (queue.length > 0) setImmediate(drain);
}

app.post('/api/tickets/:id/messages', async (c) => {
  const ticketId = c.req.param('id');
  const { id, body } = await c.req.json<{ id: string; body: string }>();
  const seq = (seqs.get(ticketId) ?? Number(lastSeq.get(ticketId) ?? 0)) + 1;
  seqs.set(ticketId, seq);
  eventId += 1;
  const message = { id, ticketId, eventId, seq, body };
  await new Promise<void>((done) => {
    queue.push({ message, done });
    if (queue.length === 1) setImmediate(drain);
  });
  return c.json(message, 201);
});

const listener = getRequestListener(app.fetch);
server.on('request', (request, response) => {
  if (!request.url?.startsWith('/socket.io/')) void listener(request, response);
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => process.exit(0));
