import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createCheckpoints } from '#database/checkpoint';
import { connect } from '#database/connection';
import { holdFolder } from '#database/lock';
import { migrate } from '#database/migrate';
import { type Api, createApp } from './app.ts';
import { createQueuePresence, createTeamNow } from './live/presence.ts';
import { createTeamPresence } from './live/team-presence.ts';
import { createImages } from './attachments/images.ts';
import { createStorage, storageFolder } from './attachments/storage.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { createGuard } from './http/guard.ts';
import { addFirstAdmin, hasAdmin } from './auth/commands.ts';
import { hashPassword } from './auth/passwords.ts';
import { createLastUse } from './auth/last-use.ts';
import { createSessions } from './auth/sessions.ts';
import { createSetUpLink } from './auth/set-up-link.ts';
import { type Commit, createCommit } from './commit.ts';
import type { Config } from './config.ts';
import { createFeed } from './feed.ts';
import { head } from './events/places.ts';
import { logAlarm } from './http/health.ts';
import { createHub } from './live/hub.ts';
import { startTellingLists } from './lists/telling.ts';
import { createWaitingLine } from './place/waiting-line.ts';
import { createProxyNotice } from './http/proxy-notice.ts';
import { createLimits } from './http/limits.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { createPages } from './http/pages.ts';
import { createUsualWaits } from './reply-times/queries.ts';
import { houseOf } from './sites/queries.ts';
import { createSearcher } from './search/searcher.ts';
import { createOidcClient } from './oidc/client.ts';
import { createAssigner } from './queue/assigner.ts';
import { openSecrets } from './secrets/key-file.ts';
import { createTurnstile } from './live/handshakes.ts';
import { createIo } from './live/io.ts';
import { serveSockets } from './live/sockets.ts';
import { followerList } from './jobs/follower-list.ts';
import { createFollowers } from './jobs/followers.ts';
import { kinds } from './jobs/kinds.ts';
import { createWorkers } from './jobs/workers.ts';
import { startTimed } from './jobs/timed.ts';
import { timedWork } from './jobs/timed-work.ts';
import { countsOf } from './tickets/queries.ts';
import { createVisits } from './widget/visits.ts';
import { createCounting } from './views/counting.ts';

export interface Running {
  /** The address where the server listens, such as http://localhost:3000. */
  url: string;
  /** The text to print: the address and, until there is an admin, the link that creates the first one. */
  greeting: string;
  /** The write path, for callers of commands without a route. */
  commit: Commit;
  /** Every route with its access; the permission matrix in the tests reads it. */
  routes: Api['routes'];
  /** Refuses new work, finishes running requests, asks clients to reconnect, and closes the database. */
  stop(): Promise<void>;
}

/** Connections still open after this time are destroyed: a client that reads slowly must not delay a restart. */
const DRAIN_MS = 5_000;

interface Options {
  config: Config;
  log: Log;
  clock?: () => number;
  /** The folder of the built clients, if it is not the build's default. */
  clients?: string;
  /** Called when the disk failed. By default the process ends, and recovers at the next start. */
  onFatal?: (error: unknown) => void;
}

export async function start({ config: given, log, clock = Date.now, clients, onFatal }: Options): Promise<Running> {
  const server = createServer();
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  const config = await listen(server, given, log);
  const folder = holdFolder(config.dataDir);
  const file = join(config.dataDir, 'answerback.db');
  const copy = migrate(file);
  if (copy) log.info({ copy }, 'migrated the database; `copy` is the database before the migration');

  const db = connect(file);
  const fatal = onFatal ?? ((error: unknown) => dieOf(error, log));
  const feed = createFeed();
  const commit = createCommit({ writer: db.writer, clock, publish: (news) => feed.publish(news), onFatal: fatal });
  const checkpoints = createCheckpoints({
    file,
    writer: db.writer,
    onAlarm: (bytes) => log.error({ bytes }, logAlarm(bytes)),
    onError: (error) => log.error({ err: error }, 'the checkpoint of the database failed'),
  });
  const followers = createFollowers(followerList(db), { feed, db, commit, log });
  const storage = createStorage(storageFolder(config.dataDir));
  const secrets = openSecrets(config);
  const oidc = createOidcClient({ allow: config.allow, clock });
  const workers = createWorkers(
    kinds({ oidc, storage, db, commit, secrets, clock, allow: config.allow, publicUrl: config.publicUrl }),
    { feed, db, commit, clock, log },
  );
  const images = createImages();
  const inTurn = createTurnstile();
  const io = createIo(server, config, inTurn);
  const hub = createHub({
    io,
    feed,
    head: await head(db.reader),
    counts: () => countsOf(db.reader),
  });
  const lists = startTellingLists({
    io,
    feed,
    reader: db.reader,
    onError: (error) => log.error({ err: error }, 'sending a changed list failed'),
  });
  const line = createWaitingLine({
    io,
    feed,
    db,
    usualWaits: createUsualWaits(db, clock),
    clock,
    onError: (error) => log.error({ err: error }, 'reading the waiting line failed'),
  });
  const visits = createVisits({
    io,
    feed,
    db,
    commit,
    clock,
    onError: (error) => log.error({ err: error }, 'sending or storing visitor data failed'),
  });
  const counting = createCounting({
    feed,
    reader: db.reader,
    file,
    onError: (error) => log.error({ err: error }, 'counting saved views failed'),
  });
  const queuePresence = createQueuePresence(io, feed);
  const teamPresence = createTeamPresence({
    ...{ io, feed, commit },
    reader: db.reader,
    onError: (error) => log.error({ err: error }, 'sending who of the team is here failed'),
  });
  const assigner = createAssigner({ io, feed, db, commit, clock, log });
  const limits = await createLimits(join(config.dataDir, 'limits.db'));
  const sessions = createSessions({ reader: db.reader, commit, clock });
  const authenticate = createAuthenticate({ sessions, db, clock });
  const proxies = await createProxyNotice({ config, reader: db.reader, commit, clock, log });
  const lastUse = createLastUse({ commit, clock });
  const guard = createGuard({ config, authenticate, limits, proxies, lastUse, reader: db.reader, commit, clock });

  if (config.admin && !(await hasAdmin(db.reader))) {
    const { email, password } = config.admin;
    const passwordHash = await hashPassword(password);
    await commit((unit) => addFirstAdmin(unit, { name: 'Admin', email, passwordHash }));
  }
  const setUpLink = createSetUpLink({ needed: !(await hasAdmin(db.reader)) });
  const pages = createPages({ config, house: () => houseOf(db.reader, config.publicUrl), folder: clients });
  const searcher = createSearcher(file);
  const timed = startTimed(
    timedWork({
      io,
      db,
      file,
      commit,
      checkpoints,
      storage,
      hub,
      assigner,
      followers,
      workers,
      teamPresence,
      lastUse,
      clock,
      log,
    }),
    { clock, log },
  );
  const app = createApp({
    checkpoints,
    config,
    log,
    clock,
    db,
    commit,
    storage,
    images,
    secrets,
    oidc,
    sessions,
    authenticate,
    guard,
    limits,
    proxies,
    hub,
    inTurn,
    line,
    teamNow: createTeamNow({ io, db }),
    visits,
    followers,
    timed,
    searcher,
    setUpLink,
    pages,
  });

  serveSockets(io, {
    config,
    log,
    db,
    authenticate,
    lastUse,
    limits,
    hub,
    counting,
    queuePresence,
    teamPresence,
    version: pages.version,
  });
  await followers.start();
  const listener = getRequestListener(app.fetch);
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/socket.io/')) void listener(request, response);
  });

  return {
    url: config.publicUrl,
    greeting: greetingFor(config.publicUrl, setUpLink.secret),
    commit,
    routes: app.routes,
    async stop() {
      timed.stop();
      followers.stop();
      searcher.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      setTimeout(() => connections.forEach((connection) => connection.destroy()), DRAIN_MS).unref();
      lists.stop();
      line.stop();
      visits.stop();
      counting.stop();
      queuePresence.stop();
      teamPresence.stop();
      hub.stop();
      await assigner.stop();
      await workers.stop();
      server.closeIdleConnections();
      await commit.close();
      await closed;
      images.stop();
      await checkpoints.stop();
      limits.close();
      db.close();
      folder.release();
    },
  };
}

function greetingFor(url: string, secret: string | null) {
  const lines = [`Answerback runs on ${url}`, `  customers  ${url}/`, `  staff      ${url}/desk`];
  if (secret)
    lines.push(
      '',
      'There is no admin yet. Create the first admin here (the link works once):',
      `  ${url}/desk/setup#${secret}`,
    );
  return lines.join('\n');
}

function dieOf(error: unknown, log: Log): never {
  log.fatal({ err: error }, 'the disk failed; the process ends, because writes may not be on disk');
  process.exit(70);
}
