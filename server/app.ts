import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { authRoutes } from './auth/routes.ts';
import { checkOrigin, type AppEnv, type Guard } from './auth/guard.ts';
import { passwordRoutes } from './auth/password-routes.ts';
import type { Sessions } from './auth/sessions.ts';
import type { SetUpLink } from './auth/set-up-link.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import type { Commit } from './commit.ts';
import type { Config } from './config.ts';
import type { Connections } from '../db/connection.ts';
import { docsRoutes } from './docs.ts';
import { AppError, internalError } from './errors.ts';
import { headers } from './headers.ts';
import { healthRoutes } from './health.ts';
import type { Hub } from './hub.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { messageRoutes } from './messages/routes.ts';
import { noteRoutes } from './notes/routes.ts';
import type { Pages } from './pages.ts';
import { meRoutes, userRoutes } from './people/routes.ts';
import { queueRoutes } from './queue/routes.ts';
import { snapshotRoutes } from './snapshot/routes.ts';
import { ticketRoutes } from './tickets/routes.ts';

export interface Deps {
  config: Config;
  log: Log;
  clock: () => number;
  db: Connections;
  commit: Commit;
  sessions: Sessions;
  guard: Guard;
  limits: Limits;
  hub: Hub;
  setUpLink: SetUpLink;
  pages: Pages;
}

/** Larger than any message; files have a route of their own. */
const BODY_MAX_BYTES = 128 * 1024;

export type Api = ReturnType<typeof createApp>;

export function createApp(deps: Deps) {
  const app = new Hono<AppEnv>();
  app.use(requestId({ limitLength: 64 }));
  app.use(async (c, next) => {
    c.set('log', deps.log.child({ requestId: c.var.requestId }));
    const started = performance.now();
    await next();
    const ms = Math.round((performance.now() - started) * 10) / 10;
    c.var.log.info({ method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request');
  });
  app.use(headers(deps.config));
  app.use('/api/*', checkOrigin(deps.config), jsonOnly, limitedBody);
  app.onError((error, c) => answer(error, c));
  app.notFound((c) => c.json(new AppError(404, 'not_found', 'There is nothing at this address.').body, 404));

  return app
    .route('/', healthRoutes(deps))
    .route('/api/auth', authRoutes(deps))
    .route('/api/me', meRoutes(deps))
    .route('/api/me', passwordRoutes(deps))
    .route('/api', snapshotRoutes(deps))
    .route('/api/tickets', ticketRoutes(deps))
    .route('/api/tickets', messageRoutes(deps))
    .route('/api/tickets', noteRoutes(deps))
    .route('/api/queue', queueRoutes(deps))
    .route('/api/users', userRoutes(deps))
    .route('/api', catalogueRoutes(deps))
    .route('/api', docsRoutes(app, deps))
    .route('/', deps.pages.routes);
}

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);

async function jsonOnly(c: Context<AppEnv>, next: () => Promise<void>) {
  const type = c.req.header('content-type');
  const hasBody = type !== undefined || Number(c.req.header('content-length') ?? 0) > 0;
  if (BODY_METHODS.has(c.req.method) && hasBody && !/^application\/json\s*(;|$)/iu.test(type ?? '')) {
    throw new AppError(415, 'not_json', 'Send JSON, with the header Content-Type: application/json.');
  }
  await next();
}

const limitedBody = bodyLimit({
  maxSize: BODY_MAX_BYTES,
  onError: () => {
    throw new AppError(413, 'too_large', `This is larger than ${BODY_MAX_BYTES / 1024} KiB. Send less at once.`);
  },
});

function answer(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof AppError) {
    if (error.status === 403) c.var.log.warn({ code: error.code, path: c.req.path }, 'refused');
    if (error.extra.retryAfterSeconds) c.header('Retry-After', String(error.extra.retryAfterSeconds));
    return c.json(error.body, error.status);
  }
  if (error instanceof HTTPException && error.status < 500) {
    return c.json(new AppError(400, 'malformed', 'This request could not be read. Is its body valid JSON?').body, 400);
  }
  c.var.log.error({ err: error }, 'internal error');
  return c.json(internalError, 500);
}
