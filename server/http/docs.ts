import { Hono } from 'hono';
import { html } from 'hono/html';
import { generateSpecs } from 'hono-openapi';
import type { AppEnv } from './env.ts';
import type { Deps } from '../deps.ts';
import { cookieName } from '../auth/credential.ts';

type Document = Awaited<ReturnType<typeof generateSpecs>>;

/** The OpenAPI document, generated from the routes, and a page that shows it without scripts or third-party requests. */
export const docsRoutes = (app: Hono<AppEnv>, { guard: { open }, config }: Deps) => {
  // The routes do not change while the server runs.
  let document: Promise<Document> | undefined;
  const describe = () =>
    (document ??= generateSpecs(app, {
      documentation: {
        openapi: '3.1.0',
        info: {
          title: 'Answerback',
          version: '1',
          description: 'Live support chat. Every error has one shape. Times are milliseconds since 1970, UTC.',
        },
        servers: [{ url: config.publicUrl }],
        components: {
          securitySchemes: {
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: cookieName(config.secure),
              description: 'The session of a signed-in user. Changes also need an Origin of this server.',
            },
            visitor: {
              type: 'http',
              scheme: 'bearer',
              description:
                'The token of a widget visitor, from POST /api/widget/visitors. With a token, the cookie is ignored.',
            },
          },
        },
      },
    }));

  return new Hono<AppEnv>()
    .get(
      '/openapi.json',
      open({ needs: 'anyone', limit: 'read', summary: 'Get this description as OpenAPI 3.1', answers: null }),
      async (c) => c.json(await describe()),
    )
    .get(
      '/docs.css',
      open({ needs: 'anyone', limit: 'read', summary: 'Get the style sheet of this page', answers: null }),
      (c) => {
        c.header('Content-Type', 'text/css; charset=utf-8');
        return c.body(STYLE);
      },
    )
    .get(
      '/docs',
      open({ needs: 'anyone', limit: 'read', summary: 'Show this description as a page', answers: null }),
      async (c) => {
        c.header(
          'Content-Security-Policy',
          `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
        );
        return c.html(page(await describe()));
      },
    );
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function page({ info, paths }: Document) {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item?.[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API · ${info.title}</title>
        <link rel="stylesheet" href="/api/docs.css" />
      </head>
      <body>
        <main>
          <h1>The API</h1>
          <p>${info.description} <a href="/api/openapi.json">openapi.json</a></p>
          <p>
            Sign in at <code>POST /api/auth/login</code> and send the cookie back, together with an
            <code>Origin</code> of this server. Errors are
            <code>{ "error": { "code", "message", "fields"?, "details"? } }</code>.
          </p>
          ${routes.map(
            ({ method, path, operation }) => html`
              <details>
                <summary><b>${method.toUpperCase()}</b> <code>${path}</code> <span>${operation.summary}</span></summary>
                <p>${operation.description}</p>
                ${section('Request body', operation.requestBody)} ${section('Parameters', operation.parameters)}
                ${section('Responses', operation.responses)}
              </details>
            `,
          )}
        </main>
      </body>
    </html>`;
}

const section = (title: string, content: unknown) =>
  content === undefined
    ? ''
    : html`<h3>${title}</h3>
        <pre tabindex="0">${JSON.stringify(content, null, 2)}</pre>`;

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#f5f4ef, #131513); color: light-dark(#1a1d1a, #eceee9); }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1rem 4rem; }
h1 { font-size: 1.3125rem; } h3 { font-size: .8125rem; margin: .75rem 0 .25rem; }
a { color: light-dark(#25559f, #93b7f3); }
details { border-top: 1px solid light-dark(#dad7cc, #2d322e); }
details > :not(summary) { margin-inline: 4.5rem 0; }
summary { padding: .5rem 0; cursor: pointer; } summary b { display: inline-block; width: 4.5rem; color: light-dark(#1c5c45, #7ccba6); }
summary span { color: light-dark(#5f655d, #979d94); }
:focus-visible { outline: 2px solid light-dark(#1d4ed8, #8fb4ff); outline-offset: 2px; }
code, pre { font: .8125rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { max-height: 24rem; overflow: auto; padding: .75rem; background: light-dark(#fff, #1a1d1b); border-radius: 8px; }
@media (max-width: 40rem) { details > :not(summary) { margin-inline: 0; } }
`;
