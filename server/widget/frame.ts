/** Serves the loader and the page in the frame to other people's sites. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import * as v from 'valibot';
import type { AppEnv } from '../http/env.ts';
import type { Deps } from '../deps.ts';
import { embeddedHeaders, framedBy } from '../http/headers.ts';
import { sha256 } from '../../db/ids.ts';
import type { PageFile } from '../http/pages.ts';
import { type FrameConfig, siteKey } from './contract.ts';
import { findSiteByKey } from '../sites/queries.ts';
import { siteConfigOf } from './queries.ts';

/** Browsers revalidate after five minutes, in the background for a day. */
const LOADER_CACHED = 'public, max-age=300, stale-while-revalidate=86400';

/** As many faces as stand in the head. */
const TEAM_SHOWN = 3;

export const frameRoutes = ({ guard: { open }, config, pages, db, clock, teamNow }: Deps) => {
  const loader = pages.find('widget.js');
  const tag = loader && `"${sha256(loader.raw.toString()).slice(0, 32)}"`;
  const page = pages.find('widget/index.html')?.raw.toString();

  return new Hono<AppEnv>()
    .get('/widget.js', (c) => {
      if (!loader || !tag) return c.notFound();
      c.header('Cross-Origin-Resource-Policy', 'cross-origin');
      // The script is public and the same for everyone, so pages with `crossorigin` may read it.
      c.header('Access-Control-Allow-Origin', '*');
      c.header('Cache-Control', LOADER_CACHED);
      c.header('ETag', tag);
      c.header('Vary', 'Accept-Encoding');
      return c.req.header('if-none-match')?.includes(tag) ? c.body(null, 304) : sendFile(c, loader);
    })
    .get(
      '/widget/frame',
      open({ needs: 'anyone', limit: 'site', summary: 'Get the page in the frame of the widget', answers: null }),
      async (c) => {
        const key = c.req.query('site');
        const site = page && v.is(siteKey, key) ? await findSiteByKey(db.reader, key) : null;
        const ancestors = site ? framedBy(config, site) : undefined;
        for (const [name, value] of Object.entries(embeddedHeaders(config, ancestors))) c.header(name, value);
        if (!page || !site) return c.html(NO_SITE, 404);
        const { isHere, people } = await teamNow();
        const frameConfig: FrameConfig = {
          ...(await siteConfigOf(db.reader, site, { here: isHere, now: clock() })),
          team: people.slice(0, TEAM_SHOWN).map(({ name, picture }) => ({ name: name.split(' ')[0] ?? name, picture })),
        };
        return c.html(page.replace('</head>', () => `${configScript(frameConfig)}</head>`));
      },
    );
};

function sendFile(c: Context<AppEnv>, file: PageFile) {
  const zipped = /\bgzip\b/u.test(c.req.header('accept-encoding') ?? '') ? file.gzip : null;
  c.header('Content-Type', file.type);
  if (zipped) c.header('Content-Encoding', 'gzip');
  return c.body(zipped ?? file.raw);
}

/** JSON in a script element. Escapes characters that could end the element, and U+2028 and U+2029 for old parsers. */
const configScript = (site: FrameConfig) =>
  `<script type="application/json" id="site">${JSON.stringify(site).replace(
    /[<>&\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}</script>`;

const NO_SITE = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>No chat here</title>
    </head>
    <body>
      <p>There is no chat at this address. Its snippet may be of a site that was removed.</p>
    </body>
  </html>`;
