import { type Context, Hono } from 'hono';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { randomUUID } from 'node:crypto';
import { actRoutes } from './acts/routes.ts';
import { assignmentRoutes } from './assignments/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { createRefusalAudit } from './audit/refusals.ts';
import { auditRoutes } from './audit/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { tokenRoutes } from './auth/token-routes.ts';
import { RequestCause, withCause } from './cause.ts';
import { checkBody } from './http/body.ts';
import { checkOrigin } from './http/origin.ts';
import type { AppEnv } from './http/env.ts';
import type { Deps } from './deps.ts';
import { passwordLinkRoutes, resetRoutes } from './password-links/routes.ts';
import { passwordRoutes } from './auth/password-routes.ts';
import { categoryRoutes, priorityRoutes, statusRoutes } from './ticket-fields/routes.ts';
import { customerListRoutes, customerRoutes } from './customers/routes.ts';
import { docsRoutes } from './docs/routes.ts';
import { erasureRoutes } from './erasure/routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { AppError, internalError } from './errors.ts';
import { methodsAt } from './http/allowed-methods.ts';
import { headers } from './http/headers.ts';
import { withoutSecrets } from './http/secret-in-url.ts';
import { healthRoutes } from './http/health.ts';
import { holdRoutes, personHoldRoutes, ticketHoldRoutes } from './holds/routes.ts';
import { acceptRoutes, invitationRoutes } from './invitations/routes.ts';
import { linkRoutes } from './links/routes.ts';
import { workRoutes } from './jobs/routes.ts';
import type { Log } from './log.ts';
import { menuRoutes } from './menu/routes.ts';
import { mergeRoutes } from './merge/routes.ts';
import { mentionRoutes } from './mentions/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { noteRoutes } from './notes/routes.ts';
import { exportsOfRoutes, ownExportRoutes, personExportRoutes } from './person-exports/routes.ts';
import { meRoutes, userRoutes, whereaboutsRoutes } from './people/routes.ts';
import { identityOfPersonRoutes, ownIdentityRoutes } from './oidc/own-routes.ts';
import { oidcLogoutRoutes } from './oidc/logout.ts';
import { oidcSettingsRoutes } from './oidc/settings-routes.ts';
import { oidcRoutes } from './oidc/sign-in-routes.ts';
import { oidcTestRoutes } from './oidc/test-routes.ts';
import { queueRoutes } from './queue/routes.ts';
import { readRoutes } from './reads/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { ownPasskeyRoutes, passkeyRoutes } from './passkeys/routes.ts';
import { ownSecondStepRoutes, resetSecondStepRoutes } from './second-step/routes.ts';
import { secondStepRoutes } from './second-step/sign-in-routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { ownSessionRoutes, sessionsOfRoutes } from './sessions/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { snoozeRoutes } from './snooze/routes.ts';
import { ownPictureRoutes, pictureRoutes, pictureOfRoutes } from './pictures/routes.ts';
import { placeRoutes } from './place/routes.ts';
import { ratingRoutes } from './rating/routes.ts';
import { replyTimesRoutes } from './reply-times/routes.ts';
import { personPermissionRoutes, rolePermissionRoutes } from './permissions/routes.ts';
import { retentionRoutes } from './retention/routes.ts';
import { roleRoutes } from './roles/routes.ts';
import { savedReplyRoutes } from './saved-replies/routes.ts';
import { snapshotRoutes } from './live/routes.ts';
import { siteRoutes } from './sites/routes.ts';
import { splitRoutes } from './split/routes.ts';
import { tagRoutes } from './tags/routes.ts';
import { teamRoutes, ticketTeamRoutes } from './teams/routes.ts';
import { ownTokenRoutes, tokenAdminRoutes } from './tokens/routes.ts';
import { ticketCountRoutes } from './ticket-counts/routes.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { frameRoutes } from './widget/frame.ts';
import { widgetRoutes } from './widget/routes.ts';
import { ticketVisitorRoutes, visitorRoutes } from './widget/staff-routes.ts';
import { viewRoutes } from './views/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export type Api = ReturnType<typeof createApp>;

export function createApp(deps: Deps) {
  // One regular expression finds the route of a request. Routes that it cannot tell apart fail here, at the start; the default router
  // would go over to a slower one for all of them.
  const app = new Hono<AppEnv>({ router: new RegExpRouter() });
  app.use(logged(deps));
  app.use(headers(deps.config));
  app.use('/api/*', checkOrigin(deps.config), checkBody);
  const auditRefusal = createRefusalAudit(deps);
  app.onError(async (error, c) => {
    if (error instanceof AppError && error.code === 'forbidden') await auditRefusal(c);
    return answer(error, c, deps.log);
  });
  app.notFound((c) => {
    const methods = methodsAt(app.routes, c.req.path);
    if (methods.length === 0)
      return c.json(new AppError(404, 'not_found', 'There is nothing at this address.').body, 404);
    c.header('Allow', methods.join(', '));
    return c.json(new AppError(405, 'wrong_method', `This address takes ${methods.join(', ')}.`).body, 405);
  });

  return app
    .route('/', healthRoutes(deps))
    .route('/api/auth', authRoutes(deps))
    .route('/api/auth', tokenRoutes(deps))
    .route('/api/auth', acceptRoutes(deps))
    .route('/api/auth', resetRoutes(deps))
    .route('/api/auth', secondStepRoutes(deps))
    .route('/api/auth', passkeyRoutes(deps))
    .route('/api/auth', oidcRoutes(deps))
    .route('/api/auth', oidcLogoutRoutes(deps))
    .route('/api/me', meRoutes(deps))
    .route('/api/me', ownPictureRoutes(deps))
    .route('/api/me', passwordRoutes(deps))
    .route('/api/me', ownSessionRoutes(deps))
    .route('/api/me', ownSecondStepRoutes(deps))
    .route('/api/me', ownPasskeyRoutes(deps))
    .route('/api/me', ownExportRoutes(deps))
    .route('/api/me', ownIdentityRoutes(deps))
    .route('/api', snapshotRoutes(deps))
    .route('/api/acts', actRoutes(deps))
    .route('/api/ticket-counts', ticketCountRoutes(deps))
    .route('/api/tickets', ticketRoutes(deps))
    .route('/api/tickets', messageRoutes(deps))
    .route('/api/tickets', noteRoutes(deps))
    .route('/api/tickets', readRoutes(deps))
    .route('/api/tickets', draftRoutes(deps))
    .route('/api/tickets', mentionRoutes(deps))
    .route('/api/tickets', snoozeRoutes(deps))
    .route('/api/tickets', assignmentRoutes(deps))
    .route('/api', tagRoutes(deps))
    .route('/api/teams', teamRoutes(deps))
    .route('/api/tickets', ticketTeamRoutes(deps))
    .route('/api/tickets', ratingRoutes(deps))
    .route('/api/tickets', placeRoutes(deps))
    .route('/api/reply-times', replyTimesRoutes(deps))
    .route('/api/tickets', linkRoutes(deps))
    .route('/api/tickets', mergeRoutes(deps))
    .route('/api/tickets', splitRoutes(deps))
    .route('/api/tickets', ticketVisitorRoutes(deps))
    .route('/api', attachmentRoutes(deps))
    .route('/api/tickets', whereaboutsRoutes(deps))
    .route('/api/pictures', pictureRoutes(deps))
    .route('/api/queue', queueRoutes(deps))
    .route('/api/settings', settingsRoutes(deps))
    .route('/api/sign-in', signInRoutes(deps))
    .route('/api/sign-in', oidcSettingsRoutes(deps))
    .route('/api/sign-in', oidcTestRoutes(deps))
    .route('/api/saved-replies', savedReplyRoutes(deps))
    .route('/api/views', viewRoutes(deps))
    .route('/api/customers', customerRoutes(deps))
    .route('/api/customer-list', customerListRoutes(deps))
    .route('/api/menu', menuRoutes(deps))
    .route('/api/roles', roleRoutes(deps))
    .route('/api/roles', rolePermissionRoutes(deps))
    .route('/api/me/tokens', ownTokenRoutes(deps))
    .route('/api/tokens', tokenAdminRoutes(deps))
    .route('/api/users', userRoutes(deps))
    .route('/api/users', pictureOfRoutes(deps))
    .route('/api/users', personPermissionRoutes(deps))
    .route('/api/users', passwordLinkRoutes(deps))
    .route('/api/users', erasureRoutes(deps))
    .route('/api/users', exportsOfRoutes(deps))
    .route('/api/exports', personExportRoutes(deps))
    .route('/api/holds', holdRoutes(deps))
    .route('/api/tickets', ticketHoldRoutes(deps))
    .route('/api/users', personHoldRoutes(deps))
    .route('/api/retention', retentionRoutes(deps))
    .route('/api/users', sessionsOfRoutes(deps))
    .route('/api/users', resetSecondStepRoutes(deps))
    .route('/api/users', identityOfPersonRoutes(deps))
    .route('/api/invitations', invitationRoutes(deps))
    .route('/api/audit', auditRoutes(deps))
    .route('/api/sites', siteRoutes(deps))
    .route('/api/webhooks', webhookRoutes(deps))
    .route('/api/work', workRoutes(deps))
    .route('/api/search', searchRoutes(deps))
    .route('/api/statuses', statusRoutes(deps))
    .route('/api/priorities', priorityRoutes(deps))
    .route('/api/categories', categoryRoutes(deps))
    .route('/api/widget', widgetRoutes(deps))
    .route('/api/visitors', visitorRoutes(deps))
    .route('/api', docsRoutes(app, deps))
    .route('/', frameRoutes(deps))
    .route('/', deps.pages.routes);
}

const REQUEST_ID = /^[\w=-]{1,64}$/u;
/** Slower requests are logged as `info`, all others as `debug`. */
const SLOW_MS = 500;

function logged({ log, config }: Pick<Deps, 'log' | 'config'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const given = c.env.incoming.headers['x-request-id'];
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    c.env.outgoing.setHeader('X-Request-Id', requestId);
    const started = performance.now();
    await withCause(new RequestCause(requestId, c.env.incoming, config.proxyHops), next);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const level = ms > SLOW_MS || c.res.status >= 400 ? 'info' : 'debug';
    if (log.isLevelEnabled(level))
      log[level](
        { requestId, method: c.req.method, path: withoutSecrets(c.req.path), status: c.res.status, ms },
        'request',
      );
  });
}

function answer(error: Error, c: Context<AppEnv>, log: Log): Response {
  const { requestId } = c.var;
  if (error instanceof AppError) {
    if (error.status === 403) log.warn({ requestId, code: error.code, path: c.req.path }, 'refused');
    for (const [name, value] of error.extra.headers ?? []) c.env.outgoing.setHeader(name, value);
    if (error.extra.retryAfterSeconds) c.header('Retry-After', String(error.extra.retryAfterSeconds));
    return c.json(error.body, error.status);
  }
  if (error instanceof HTTPException && error.status < 500) {
    return c.json(new AppError(400, 'malformed', 'This request could not be read. Is its body valid JSON?').body, 400);
  }
  log.error({ requestId, err: error }, 'internal error');
  return c.json(internalError, 500);
}
