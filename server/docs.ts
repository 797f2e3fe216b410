import { Hono } from 'hono';
import { html } from 'hono/html';
import { openAPIRouteHandler } from 'hono-openapi';
import type { Deps } from './app.ts';
import type { AppEnv } from './auth/guard.ts';

/** What each route takes and answers, generated from the routes themselves, and a page to read it on. */
export const docsRoutes = (app: Hono<AppEnv>, { guard: { open } }: Deps) =>
  new Hono<AppEnv>()
    .get(
      '/openapi.json',
      open({ needs: 'anyone', limit: 'read', summary: 'This description', answers: null }),
      openAPIRouteHandler(app, {
        documentation: {
          info: { title: 'Answerback', version: '1', description: 'Live support chat. Errors have one shape; times are milliseconds since 1970, UTC.' },
        },
      }),
    );
void html;
