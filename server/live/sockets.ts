/** Admits sockets, answers their events, and lets them catch up. No other file joins rooms. */
import type { Socket } from 'socket.io';
import type * as v from 'valibot';
import { clientAddress, prefixOf } from '../http/address.ts';
import { type QueuePresence, viewersOf } from './presence.ts';
import type { TeamPresence } from './team-presence.ts';
import { rooms } from './audience.ts';
import { bearerOf, credentialOf } from '../auth/credential.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { LastUse } from '../auth/last-use.ts';
import type { Config } from '../config.ts';
import type { Connections } from '../../db/database.ts';
import * as contract from '../contract.ts';
import type { ClientToServer, ErrorBody } from '../contract.ts';
import { AppError, internalError, signedOut, tooMany, unknownEvent } from '../errors.ts';
import { type Client, comesFrom, type Io } from './io.ts';
import type { Hub } from './hub.ts';
import type { LimitName, Limits } from '../http/limits.ts';
import type { Log } from '../log.ts';
import type { Action, Area } from '../people/contract.ts';
import { accessTicket } from '../tickets/access.ts';
import type { Actor } from '../auth/actor.ts';
import { mayViewNotes, requireAccess, requireRight, requireStaff } from '../auth/policy.ts';
import { catchUp, watchedSince } from './catch-up.ts';
import { refuseSecretIn } from '../http/secret-in-url.ts';
import { requireKnownShape } from '../http/shape.ts';
import { parse } from '../http/validate.ts';
import { show } from '../views/contract.ts';
import type { Counting } from '../views/counting.ts';
import { viewLists } from '../views/queries.ts';

/** More tabs than one person keeps open. */
const SOCKETS_PER_SESSION_MOST = 100;

interface Deps {
  config: Config;
  log: Log;
  db: Connections;
  authenticate: Authenticate;
  lastUse: LastUse;
  limits: Limits;
  hub: Hub;
  counting: Counting;
  queuePresence: QueuePresence;
  teamPresence: TeamPresence;
  /** The version of the client build that this server serves. */
  version: string;
}

export function serveSockets(io: Io, deps: Deps) {
  for (const schema of [contract.sync, contract.watch, contract.unwatch, contract.typing, show])
    requireKnownShape(schema);
  io.use((socket, next) => {
    admit(socket, deps).then(
      () => next(),
      (error: unknown) => next(Object.assign(new Error('refused'), { data: answerFor(error, deps.log) })),
    );
  });
  io.on('connection', (socket) => serve(io, socket, deps));
}

async function admit(socket: Client, { authenticate, config, limits }: Deps) {
  const { request, handshake } = socket;
  refuseSecretIn(request.url);
  const token: unknown = handshake.auth['token'];
  const secret = credentialOf({
    bearer: token === undefined ? bearerOf(request.headers.authorization) : typeof token === 'string' ? token : '',
    cookie: request.headers.cookie,
    cookiesCount: comesFrom(request, config) === 'own',
    secure: config.secure,
  });
  const found = await authenticate(secret);
  if (!found || !secret) {
    await limits.spend('read', prefixOf(clientAddress(request, config.proxyHops)));
    throw signedOut();
  }
  const tabs = socket.nsp.adapter.rooms.get(rooms.session(found.session.id));
  if (tabs && tabs.size >= SOCKETS_PER_SESSION_MOST) throw tooMany(60);
  socket.data = { actor: found.actor, sessionId: found.session.id, until: found.session.until ?? Infinity, secret };
  await socket.join(rooms.session(found.session.id));
}

export interface SocketAccess {
  needs: readonly [Action, Area];
  only?: 'staff';
  limit: LimitName;
}

/** The access that each event from a client needs. The permission matrix in the tests has a row for each. */
export const SOCKET_ACCESS = {
  sync: { needs: ['view', 'tickets'], limit: 'socket_sync' },
  watch: { needs: ['view', 'tickets'], only: 'staff', limit: 'socket_event' },
  unwatch: { needs: ['view', 'tickets'], only: 'staff', limit: 'socket_event' },
  typing: { needs: ['create', 'messages'], limit: 'socket_event' },
  show: { needs: ['view', 'tickets'], only: 'staff', limit: 'socket_event' },
} as const satisfies Record<keyof ClientToServer, SocketAccess>;

/** What a client sends last is called with the answer, if it is a function. */
function acknowledgementIn(sent: unknown[]): (answer: object) => void {
  const last = sent.at(-1);
  return typeof last === 'function' ? (answer) => void Reflect.apply(last, undefined, [answer]) : () => {};
}

function serve(io: Io, socket: Client, deps: Deps) {
  const { config, db, limits, log, authenticate, lastUse, version, hub, counting, queuePresence, teamPresence } = deps;
  const address = clientAddress(socket.request, config.proxyHops);

  /** Every event passes here: limit, session, right, schema, acknowledgement. A malformed event must not end the process. */
  function on<K extends keyof ClientToServer, S extends v.GenericSchema>(
    name: K,
    schema: S,
    handle: (input: v.InferOutput<S>, actor: Actor) => Promise<object>,
  ) {
    const access: SocketAccess = SOCKET_ACCESS[name];
    const listener = (...sent: unknown[]) => {
      const acknowledge = acknowledgementIn(sent);
      run().then(
        (answer) => acknowledge({ ok: true, ...answer }),
        (error: unknown) => acknowledge({ ok: false, ...answerFor(error, log) }),
      );
      async function run() {
        await limits.spend(access.limit, access.limit === 'socket_sync' ? socket.data.actor.id : socket.id);
        // Checked for each event: a session can end during the handshake, before there is a socket to close.
        const { actor } = await stillSignedIn();
        requireAccess(actor, access);
        return handle(parse(schema, sent[0]), actor);
      }
    };
    // One listener for every event: each call of `on` below is checked against the event map.
    (socket as Socket).on(name as string, listener);
  }

  socket.onAny((name: string, ...sent: unknown[]) => {
    // Not `in`: that takes `toString` for an event, which nobody answers.
    if (Object.hasOwn(SOCKET_ACCESS, name)) return;
    const acknowledge = acknowledgementIn(sent);
    limits.spend('socket_event', socket.id).then(
      () => acknowledge({ ok: false, ...unknownEvent(Object.keys(SOCKET_ACCESS)).body }),
      (error: unknown) => acknowledge({ ok: false, ...answerFor(error, log) }),
    );
  });

  on('sync', contract.sync, async ({ userId, ...since }, actor) => {
    if (userId && userId !== actor.id) throw signedOut();
    await join(actor);
    for (const { ticketId } of actor.kind === 'staff' ? since.watching : [])
      await joinTicket(actor, ticketId).catch(unlessGone);
    // Join first, then check again: access lost in between has closed this socket or fails here.
    await stillSignedIn();
    const answer = await db.readSnapshot((at) => catchUp(at, actor, since));
    if (answer.resync) socket.emit('resync', { reason: answer.reason });
    else socket.emit('caught-up', answer.facts);
    if (actor.kind === 'staff') {
      socket.emit('queue-presence', { all: true, tickets: queuePresence.now() });
      socket.emit('team-presence', { all: true, people: teamPresence.now() });
      for (const { ticketId } of since.watching) tellPresence(ticketId);
    }
    return { version };
  });

  on('watch', contract.watch, async ({ ticketId, after }, actor) => {
    await joinTicket(actor, ticketId);
    const since = await db.readSnapshot((at) => watchedSince(at, actor, { ticketId, after }));
    tellPresence(ticketId);
    return since;
  });

  on('unwatch', contract.unwatch, async ({ ticketId }) => {
    for (const room of [rooms.ticket(ticketId), rooms.notes(ticketId)]) await socket.leave(room);
    tellPresence(ticketId);
    return {};
  });

  on('typing', contract.typing, async ({ ticketId, kind }, actor) => {
    const ticket = await accessTicket(db.reader, actor, ticketId);
    if (kind === 'note') {
      requireStaff(actor);
      requireRight(actor, 'create', 'notes');
    }
    const person = { id: actor.id, name: actor.name, kind: actor.kind };
    socket
      .to(kind === 'note' ? rooms.notes(ticketId) : rooms.ticket(ticketId))
      .emit('typing', { ticketId, person, kind });
    if (actor.kind === 'staff' && kind === 'message') queuePresence.writes(ticketId, actor.id);
    const reachesCustomer = kind === 'message' && actor.kind === 'staff';
    if (reachesCustomer) socket.to(rooms.user(ticket.customerId)).emit('typing', { ticketId, person, kind });
    return {};
  });

  on('show', show, async ({ viewIds }, actor) => {
    const { own, shared } = await viewLists(db.reader, actor);
    const wanted = new Set(viewIds);
    const views = [...own, ...shared].filter(({ id }) => wanted.has(id));
    // A socket that disconnected meanwhile would never be removed from `counting`.
    if (socket.connected)
      counting.show(socket.id, {
        ...{ userId: actor.id, views },
        tell: (counts) => hub.tellOne(socket.id, { counts: { views: counts } }),
      });
    return {};
  });

  socket.on('disconnecting', () => {
    counting.forget(socket.id);
    if (socket.data.actor.kind === 'staff') teamPresence.changed();
    for (const room of socket.rooms)
      if (room.startsWith('ticket:')) setImmediate(tellPresence, room.slice('ticket:'.length));
  });

  async function stillSignedIn() {
    try {
      const found = await authenticate(socket.data.secret);
      if (found) {
        lastUse.saw(found.session, address);
        return found;
      }
      throw signedOut();
    } catch (error) {
      if (error instanceof AppError && error.status === 401) {
        socket.emit('closing', { reason: 'ended' });
        // After the acknowledgement, which the error causes.
        setImmediate(() => socket.disconnect(true));
      }
      throw error;
    }
  }

  async function join(actor: Actor) {
    if (actor.kind !== 'staff') {
      await socket.join([rooms.everyone, rooms.user(actor.id)]);
      return;
    }
    // A program is no presence of its owner: no ticket is given to somebody who is not there.
    await socket.join(
      actor.tokenId === null ? [rooms.everyone, rooms.staff, rooms.user(actor.id)] : [rooms.everyone, rooms.staff],
    );
    teamPresence.changed();
  }

  async function joinTicket(actor: Actor, ticketId: string) {
    await accessTicket(db.reader, actor, ticketId);
    await socket.join(mayViewNotes(actor) ? [rooms.ticket(ticketId), rooms.notes(ticketId)] : rooms.ticket(ticketId));
  }

  function tellPresence(ticketId: string) {
    io.to(rooms.ticket(ticketId)).emit('presence', { ticketId, people: viewersOf(io, ticketId) });
    queuePresence.viewersChanged(ticketId);
  }
}

/** A ticket deleted meanwhile must not fail the catch-up, which contains its `ticket.deleted`. */
function unlessGone(error: unknown) {
  if (!(error instanceof AppError && error.status === 404)) throw error;
}

function answerFor(error: unknown, log: Log): ErrorBody {
  if (error instanceof AppError) return error.body;
  log.error({ err: error }, 'internal error on a socket');
  return internalError;
}
